// Makes tests/fakes/wecom/callbacks.json: callbacks as the package @wecom/crypto 1.0.1 seals them, which nobody here wrote.
// Run by hand in an empty folder:
//   npm install @wecom/crypto@1.0.1
//   cp …/tests/fakes/wecom/callbacks.mjs . && node callbacks.mjs > …/tests/fakes/wecom/callbacks.json
import { decrypt, encrypt, getSignature } from '@wecom/crypto'

const token = 'wecomToken', corp = 'ww0123456789abcdef', key = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'
const other = 'ZYXWVUTSRQPONMLKJIHGFEDCBA9876543210zyxwvut'
const at = 1686535200 // 2023-06-12 10:00 in Beijing
const sealed = (words, secret, receiver, number) => {
  const timestamp = String(at + number), nonce = String(4000 + number)
  const cipher = encrypt(secret, words, receiver)
  return { words, timestamp, nonce, encrypt: cipher, random: decrypt(secret, cipher).random.toString('hex'),
    signature: getSignature(token, timestamp, nonce, cipher) }
}
const message = (number, content) => `<xml><ToUserName><![CDATA[${corp}]]></ToUserName>`
  + `<FromUserName><![CDATA[ZhangSan]]></FromUserName><CreateTime>${at + number}</CreateTime>`
  + `<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${content.replaceAll(']]>', ']]]]><![CDATA[>')}]]></Content>`
  + `<MsgId>${4561255354251345900n + BigInt(number)}</MsgId><AgentID>1000002</AgentID></xml>`
let number = 0
const messages = [], echoes = []
for (const content of ['菜单', '我'.repeat(700), 'a]]>b <&> 🙂', ...Array.from({ length: 40 }, (_, n) => 'x'.repeat(n))])
  messages.push({ content, ...sealed(message(++number, content), key, corp, number) })
for (const echo of ['1616140317555161061', '5927782489442352469', 'echo+/=']) echoes.push(sealed(echo, key, corp, ++number))
const forged = {
  'another key': sealed(message(++number, '菜单'), other, corp, number),
  'another corporation': sealed(message(++number, '菜单'), key, 'wwffffffffffffffff', number),
}
console.log(JSON.stringify({ maker: '@wecom/crypto 1.0.1', token, corp, key, messages, echoes, forged }, null, 1))
