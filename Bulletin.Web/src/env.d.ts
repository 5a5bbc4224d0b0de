/// <reference types="vite/client" />
declare module '@fontsource-variable/schibsted-grotesk/wght.css'
