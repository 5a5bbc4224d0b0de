import '@fontsource-variable/schibsted-grotesk/wght.css'
import './styles/tokens.css'
import './styles/base.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { useSession } from './accounts/session'
import App from './App.vue'
import { createAppRouter } from './router'
import { registerWorker } from './shell/registerWorker'
import { useTheme } from './ui/theme'

const app = createApp(App).use(createPinia())
useTheme()
await useSession().restore()
app.use(createAppRouter()).mount('#app')
void registerWorker()
