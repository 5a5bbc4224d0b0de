/** What one can do with a message from its row, besides reacting to it. */
export type MessageAction = 'reply' | 'edit' | 'delete' | 'link' | 'pin' | 'unpin' | 'unread' | MessageDialog

/** The actions that open a dialog. */
export type MessageDialog = 'report' | 'history' | 'reactions'
