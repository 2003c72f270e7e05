"""What WeChat and WeCom have in common: calls to Tencent, tokens, sealed callbacks, XML, and the size of texts."""
