// Makes tests/fakes/wechat/callbacks.json: encrypted callbacks as three packages write them that nobody here wrote.
// Run by hand in an empty folder:
//   npm install @wecom/crypto@1.0.1 wechat-crypto@0.0.2 wechat-encrypt@1.1.1
//   cp …/tests/fakes/wechat/callbacks.mjs . && node callbacks.mjs > …/tests/fakes/wechat/callbacks.json
import { createRequire } from 'node:module'
import * as wecom from '@wecom/crypto'

const require = createRequire(import.meta.url)
const WXBizMsgCrypt = require('wechat-crypto')
const WechatEncrypt = require('wechat-encrypt')

const token = 'callbackToken', appId = 'wx0123456789abcdef'
const keys = ['abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG', 'ZYXWVUTSRQPONMLKJIHGFEDCBA9876543210zyxwvut']
const person = 'o6_bmjrPTlm6_2sgVt7hMZOPfL2M'
const at = 1686535200 // 2023-06-12 10:00 in Beijing

const makers = {
  '@wecom/crypto 1.0.1': (key, xml, timestamp, nonce) => {
    const encrypt = wecom.encrypt(key, xml, appId)
    return [encrypt, wecom.getSignature(token, timestamp, nonce, encrypt)]
  },
  'wechat-crypto 0.0.2': (key, xml, timestamp, nonce) => {
    const maker = new WXBizMsgCrypt(token, key, appId)
    const encrypt = maker.encrypt(xml)
    return [encrypt, maker.getSignature(timestamp, nonce, encrypt)]
  },
  'wechat-encrypt 1.1.1': (key, xml, timestamp, nonce) => {
    const maker = new WechatEncrypt({ appId, encodingAESKey: key, token })
    const encrypt = maker.encode(xml)
    return [encrypt, maker.genSign({ timestamp, nonce, encrypt })]
  },
}

const samples = []
let number = 0
for (const [maker, make] of Object.entries(makers)) {
  for (const [which, key] of keys.entries()) {
    for (const content of ['菜单', '我'.repeat(700), 'a]]>b <&> 🙂']) {
      number += 1
      const timestamp = String(at + number), nonce = String(4000 + number)
      const text = content.replaceAll(']]>', ']]]]><![CDATA[>')
      const xml = `<xml><ToUserName><![CDATA[gh_7f083739789a]]></ToUserName><FromUserName><![CDATA[${person}]]></FromUserName>`
        + `<CreateTime>${timestamp}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${text}]]></Content>`
        + `<MsgId>${23456789012345000n + BigInt(number)}</MsgId></xml>`
      const [encrypt, signature] = make(key, xml, timestamp, nonce)
      samples.push({ maker, key: which, content, timestamp, nonce, encrypt, signature })
    }
  }
}
console.log(JSON.stringify({ token, appId, keys, person, samples }, null, 1))
