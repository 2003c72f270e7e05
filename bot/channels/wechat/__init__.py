"""The WeChat Official Account 公众号: callbacks in, passive replies, and the ways to reach people later."""
