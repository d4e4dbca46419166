/** @jsxImportSource hono/jsx/dom */
import { useEffect, useRef, useState } from 'hono/jsx/dom';

/** Shortest time between two announcements of a run's progress, milliseconds. */
const ANNOUNCE_MS = 5000;

/** Says a message to a screen reader: progress at most every five seconds, the rest at once. */
export function Announcer({ message, isProgress }: { message: string; isProgress: boolean }) {
  const [text, setText] = useState('');
  const last = useRef(0);
  useEffect(() => {
    const wait = isProgress ? Math.max(0, (last.current ?? 0) + ANNOUNCE_MS - Date.now()) : 0;
    const timer = setTimeout(() => {
      last.current = Date.now();
      setText(message);
    }, wait);
    return () => clearTimeout(timer);
  }, [message]);
  return (
    <p class="vh" role="status">
      {text}
    </p>
  );
}
