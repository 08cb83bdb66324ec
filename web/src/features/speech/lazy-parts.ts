import { type ComponentType, lazy } from 'react';
import { openAreas } from '../../i18n/language.ts';

/** A part of the editor that comes after its first paint, together with what it says. */
const part = <Props extends object>(load: () => Promise<ComponentType<Props>>) =>
  lazy(async () => {
    const [component] = await Promise.all([load(), openAreas(['editor'])]);
    return { default: component };
  });

export const VoiceSettings = part(async () => (await import('../voice-settings/voice-settings.tsx')).VoiceSettings);
export const CaptionLines = part(async () => (await import('../captions/caption-lines.tsx')).CaptionLines);
export const ScenesPane = part(async () => (await import('../scenes/scenes-pane.tsx')).ScenesPane);
export const SceneList = part(async () => (await import('../scenes/scene-list.tsx')).SceneList);
