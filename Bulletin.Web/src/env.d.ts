/// <reference types="vite/client" />
declare module '@fontsource-variable/schibsted-grotesk/wght.css'

/** The part of Trusted Types that is used here; a browser may lack them. The result of a policy is typed as a string. */
declare const trustedTypes: { createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): string } } | undefined
