/** Two voices at once help nobody: whatever starts stops the rest. Returns what undoes it. */
export const playOneAtATime = (root: Document): (() => void) => {
  const onPlay = (event: Event) => {
    for (const media of root.querySelectorAll<HTMLMediaElement>('audio, video')) {
      if (media !== event.target) media.pause();
    }
  };
  // `play` does not bubble; it is caught on its way down.
  root.addEventListener('play', onPlay, true);
  return () => root.removeEventListener('play', onPlay, true);
};
