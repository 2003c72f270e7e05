"""The desk: pages behind personal links from the chat, for officials and for an enterprise's own people."""
