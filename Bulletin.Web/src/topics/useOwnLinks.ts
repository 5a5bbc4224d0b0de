import { useRouter } from 'vue-router'
import { ownTopic } from './text/ownTopic'

/** Whether the page handles a click itself: with a key held or another button, the browser opens the link. */
export const isPlain = ({ button, ctrlKey, metaKey, shiftKey, altKey }: MouseEvent) => button === 0 && !ctrlKey && !metaKey && !shiftKey && !altKey

/**
 * Opens links from messages to topics of this server within the page, if the click is plain.
 * `jump` goes again to the message that the address already names.
 */
export function useOwnLinks(jump: (seq: number) => void) {
  const router = useRouter()
  return (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('.text a[href]') : null
    const path = link && ownTopic(link.href)
    if (!path || event.defaultPrevented || !isPlain(event)) return
    event.preventDefault()
    const { params, fullPath } = router.resolve(path)
    const isHere = fullPath === router.currentRoute.value.fullPath
    if (!isHere) void router.push(path)
    else if (params['seq']) jump(Number(params['seq']))
  }
}
