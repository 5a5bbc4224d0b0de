/** The sanitizer reads names through the getter of Node, which returns nothing in the DOM used by tests. */
Object.defineProperty(Node.prototype, 'nodeName', {
  configurable: true,
  get(this: Node) {
    return this instanceof Element ? this.tagName : this.nodeType === Node.TEXT_NODE ? '#text' : '#node'
  },
})
