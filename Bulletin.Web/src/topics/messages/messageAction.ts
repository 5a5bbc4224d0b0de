/** What one can do with a message from its row. */
export type MessageAction = 'reply' | 'edit' | 'delete' | 'link' | 'report' | 'history'

/** The actions that open a dialog. */
export type MessageDialog = 'report' | 'history'
