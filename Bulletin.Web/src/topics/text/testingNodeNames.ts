/** The sanitizer reads names by the getter of Node, which answers nothing in the DOM that tests run in. */
Object.defineProperty(Node.prototype, 'nodeName', {
  configurable: true,
  get(this: Node) {
    return this instanceof Element ? this.tagName : this.nodeType === Node.TEXT_NODE ? '#text' : '#node'
  },
})
