import { useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import type { Voice } from '../../api/wire.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import type { DraftScene } from '../speech/scenes.ts';
import { type SpeechChoice, useSpeechChoice } from '../speech/use-speech-choice.ts';
import { VoiceButton } from '../voice-settings/voice-button.tsx';

type SceneVoiceProps = {
  scene: DraftScene;
  number: number;
  /** The script's own voice. */
  choice: SpeechChoice;
  /** Undefined for the script's voice again. */
  onPick: (voice: Voice | undefined) => void;
};

/** Who speaks a scene: the script's voice, or one of its own. */
export const SceneVoice = ({ scene, number, choice, onPick }: SceneVoiceProps) => {
  const { t } = useLingui();
  const label = t`Voice of scene ${number}:`;
  if (scene.voiceId === undefined) {
    return <VoiceButton size="sm" label={label} choice={choice} onPick={onPick} className="max-w-52" />;
  }
  return <OwnVoice scene={scene} label={label} language={choice.language} onPick={onPick} />;
};

type OwnVoiceProps = Pick<SceneVoiceProps, 'scene' | 'onPick'> & { label: string; language: string };

const OwnVoice = ({ scene: { voiceId, provider, language: own }, label, language, onPick }: OwnVoiceProps) => {
  const { t } = useLingui();
  const choice = useSpeechChoice({ voiceId, provider, language: own ?? language });
  return (
    <span className="inline-flex max-w-60 min-w-0 grow items-center">
      <VoiceButton size="sm" label={label} choice={choice} onPick={onPick} />
      <IconButton
        size="sm"
        label={t`The script’s voice again`}
        icon={<X aria-hidden="true" className="size-3.5" />}
        onClick={() => onPick(undefined)}
      />
    </span>
  );
};
