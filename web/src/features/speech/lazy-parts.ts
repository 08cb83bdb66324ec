import { lazyPart } from '../../i18n/lazy-part.ts';

export const VoiceSettings = lazyPart(async () => (await import('../voice-settings/voice-settings.tsx')).VoiceSettings);
export const CaptionLines = lazyPart(async () => (await import('../captions/caption-lines.tsx')).CaptionLines);
export const ScenesPane = lazyPart(async () => (await import('../scenes/scenes-pane.tsx')).ScenesPane);
export const SceneList = lazyPart(async () => (await import('../scenes/scene-list.tsx')).SceneList);
