import '@fontsource-variable/schibsted-grotesk/wght.css'
import './styles/tokens.css'
import './styles/base.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { useSession } from './accounts/session'
import App from './App.vue'
import { createAppRouter } from './router'
import { registerWorker } from './shell/registerWorker'

const app = createApp(App).use(createPinia())
await useSession().restore()
app.use(createAppRouter()).mount('#app')
void registerWorker()
