import { Bell, Download } from 'lucide-react';
import { useState } from 'react';
import { Button, type ButtonVariant } from '../../ui/button.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { ChoiceRow } from '../../ui/choice-row.tsx';
import { CodeInput } from '../../ui/code-input.tsx';
import { DayField } from '../../ui/day-field.tsx';
import { Field, Input, Textarea } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '../../ui/menu.tsx';
import { Select } from '../../ui/select.tsx';
import { Slider } from '../../ui/slider.tsx';
import { Switch } from '../../ui/switch.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Group, LONG_TEXT, Specimen } from './specimen.tsx';

const VARIANTS: readonly ButtonVariant[] = ['sound', 'solid', 'line', 'quiet', 'danger'];
const LANGUAGES = [
  { value: 'cs', label: 'Czech · Čeština' },
  { value: 'en', label: 'English' },
  { value: 'long', label: LONG_TEXT },
  { value: 'off', label: 'Not to be had', disabled: true },
];

/** What is pressed, written in and moved. */
export const ControlSpecimens = () => {
  const [language, setLanguage] = useState('en');
  const [speed, setSpeed] = useState(1.25);
  const [pitch, setPitch] = useState(-3);
  const [hq, setHq] = useState(true);
  return (
    <Group title="Controls">
      <Specimen name="Button: default, disabled, loading">
        <div className="grid gap-3">
          {VARIANTS.map((variant) => (
            <div key={variant} className="flex flex-wrap items-center gap-2">
              <Button variant={variant}>{variant}</Button>
              <Button variant={variant} disabled>
                Disabled
              </Button>
              <Button variant={variant} loading>
                Loading
              </Button>
            </div>
          ))}
        </div>
      </Specimen>
      <Specimen name="Button: sizes, with icon, long text">
        <div className="grid justify-items-start gap-3">
          <div className="flex flex-wrap items-center gap-2">
            <Button size="sm">Small</Button>
            <Button>Medium</Button>
            <Button size="lg">Large</Button>
          </div>
          <Button variant="solid" icon={<Download aria-hidden="true" className="size-4" />}>
            Download
          </Button>
          <Button className="max-w-full">{LONG_TEXT}</Button>
          <div className="flex gap-2">
            <IconButton label="Notifications" icon={<Bell aria-hidden="true" className="size-[1.125rem]" />} />
            <IconButton label="Pressed" aria-pressed icon={<Bell aria-hidden="true" className="size-[1.125rem]" />} />
            <IconButton label="Disabled" disabled icon={<Bell aria-hidden="true" className="size-[1.125rem]" />} />
          </div>
        </div>
      </Specimen>
      <Specimen name="Field: hint, error, disabled, long">
        <div className="grid gap-4">
          <Field label="Name" hint="Only you see it.">
            <Input defaultValue="A quiet evening" />
          </Field>
          <Field label="Name" error="There is nothing to speak in the text.">
            <Input defaultValue="…" />
          </Field>
          <Field label="Disabled">
            <Input defaultValue="Not now" disabled />
          </Field>
          <DayField label="From day" at={0} onAt={() => undefined} />
          <Field label="Long" hint={LONG_TEXT}>
            <Input defaultValue={LONG_TEXT} />
          </Field>
        </div>
      </Specimen>
      <Specimen name="Code: digits, letters, wrong">
        <div className="grid gap-4">
          <Field label="Six-digit code" hint="It works until 16:20.">
            <CodeInput autoFocus={false} defaultValue="123456" />
          </Field>
          <Field label="Recovery code" error="This code is wrong, or was used before. Wait for the next one.">
            <CodeInput autoFocus={false} digits={false} defaultValue="8f3kz-q70mc" />
          </Field>
        </div>
      </Specimen>
      <Specimen name="Textarea, from either side">
        <div className="grid gap-4">
          <Field label="Script" hint="Plain text.">
            <Textarea rows={3} placeholder="Write or paste a script." />
          </Field>
          <Field label="Right to left">
            <Textarea rows={2} defaultValue="اكتبها، وسأقولها لك." />
          </Field>
        </div>
      </Specimen>
      <Specimen name="Select: default, error, disabled">
        <div className="grid gap-4">
          <Field label="Language">
            <Select options={LANGUAGES} value={language} onValueChange={setLanguage} />
          </Field>
          <Field label="Language" error="This voice does not speak it.">
            <Select options={LANGUAGES} value="cs" onValueChange={setLanguage} />
          </Field>
          <Field label="Language">
            <Select options={LANGUAGES} value="en" onValueChange={setLanguage} disabled />
          </Field>
        </div>
      </Specimen>
      <Specimen name="Slider and switch: default, disabled">
        <div className="grid gap-4">
          <Slider
            label="Speed"
            value={speed}
            min={0.5}
            max={2}
            step={0.05}
            neutral={1}
            format={(value) => `${value}×`}
            onValueChange={setSpeed}
          />
          <Slider
            label="Pitch"
            value={pitch}
            min={-12}
            max={12}
            step={1}
            neutral={0}
            format={(value) => `${value} st`}
            onValueChange={setPitch}
          />
          <Slider
            label="Volume"
            value={60}
            min={0}
            max={100}
            step={1}
            neutral={100}
            format={(value) => `${value}%`}
            onValueChange={() => undefined}
            disabled
          />
          <Switch label="High quality" hint="Twice the price" checked={hq} onCheckedChange={setHq} />
          <Switch label="Disabled" checked={false} onCheckedChange={() => undefined} disabled />
        </div>
      </Specimen>
      <Specimen name="Checkbox: no, yes, partly, disabled">
        <div className="flex gap-4">
          <Checkbox aria-label="No" defaultChecked={false} />
          <Checkbox aria-label="Yes" defaultChecked />
          <Checkbox aria-label="Partly" isPartial />
          <Checkbox aria-label="Disabled" disabled />
        </div>
      </Specimen>
      <Specimen name="Choice row: one of a few">
        <ChoiceRow label="Specimen" value={language} onValueChange={setLanguage} options={LANGUAGES} />
      </Specimen>
      <Specimen name="Tabs">
        <Tabs
          label="Specimen"
          tabs={[
            { value: 'one', label: 'Preview', content: <p className="pt-4 text-sm text-ink-2">The first return.</p> },
            { value: 'two', label: 'Final', content: <p className="pt-4 text-sm text-ink-2">The second return.</p> },
          ]}
        />
      </Specimen>
      <Specimen name="Menu">
        <div className="flex">
          <Menu
            label="Specimen"
            className="start-0 end-auto"
            trigger={(props) => (
              <button
                type="button"
                {...props}
                className="h-10 rounded-sm border border-line-strong px-4 text-sm font-semibold hover:border-ink"
              >
                Open the menu
              </button>
            )}
          >
            <MenuLabel>Demo Creator</MenuLabel>
            <MenuSeparator />
            <MenuItem onSelect={() => undefined}>Credits</MenuItem>
            <MenuItem onSelect={() => undefined}>Sign out</MenuItem>
          </Menu>
        </div>
      </Specimen>
    </Group>
  );
};
