/** Whether somebody with this role may do what a role is needed for. The server decides. */
export const isAtLeast = (role: string, needed: 'moderator' | 'admin'): boolean => role === 'admin' || role === needed
