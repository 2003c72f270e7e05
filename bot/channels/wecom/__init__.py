"""The WeCom 企业微信 app: sealed callbacks in, cards and texts out."""
