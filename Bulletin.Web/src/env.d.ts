/// <reference types="vite/client" />
declare module '@fontsource-variable/schibsted-grotesk/wght.css'

/** Trusted Types, as far as they are used here; a browser may lack them. What a policy answers passes for a string. */
declare const trustedTypes: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string } } | undefined
