import { useLingui } from '@lingui/react/macro';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Section } from './section.tsx';

const curl = (origin: string): string => `curl ${origin}/api/tts/synthesize \\
  -H 'content-type: application/json' \\
  -d '{ "text": "Hello from the edge.", "language": "en" }' \\
  --output hello.mp3`;

const script = (origin: string): string => `const reply = await fetch('${origin}/api/tts/synthesize', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ text: 'Hello from the edge.', language: 'en' }),
});

// MP3, in a stream: the first bytes come before the last word is spoken.
const sound = await reply.blob();`;

/** The same thing for programs, ready to paste. */
export const ApiSection = () => {
  const { t } = useLingui();
  const { origin } = window.location;
  return (
    <Section
      id="api"
      title={t`The same, for programs`}
      lead={t`One request, one MP3. It works as it stands, without a key, as often a day as the demo above.`}
    >
      <Tabs
        label={t`Language of the example`}
        tabs={[
          { value: 'curl', label: 'curl', content: <CodeBlock code={curl(origin)} /> },
          { value: 'js', label: 'JavaScript', content: <CodeBlock code={script(origin)} /> },
        ]}
      />
    </Section>
  );
};
