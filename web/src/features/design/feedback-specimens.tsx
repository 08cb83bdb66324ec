import { useState } from 'react';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { CodeBlock } from '../../ui/code-block.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Secret } from '../../ui/secret.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { ToastCard, useToast } from '../../ui/toast.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { Group, LONG_TEXT, Specimen } from './specimen.tsx';

const noop = () => undefined;

/** What the interface says back. */
export const FeedbackSpecimens = () => {
  const toast = useToast();
  const [open, setOpen] = useState(false);
  return (
    <Group title="Feedback">
      <Specimen name="Badge">
        <div className="flex flex-wrap gap-2">
          <Badge>Coming</Badge>
          <Badge tone="sound">Preview</Badge>
          <Badge tone="good">Ready</Badge>
          <Badge tone="danger">Failed</Badge>
          <Badge>{LONG_TEXT}</Badge>
        </div>
      </Specimen>
      <Specimen name="Tooltip: on hover and on focus">
        <Tooltip label="It says what it is">
          <Button>Point at me</Button>
        </Tooltip>
      </Specimen>
      <Specimen name="Toast">
        <div className="grid max-w-sm gap-2">
          <ToastCard
            toast={{ title: 'Your speech is ready', tone: 'good', action: { label: 'Open it', onSelect: noop } }}
            onDismiss={noop}
          />
          <ToastCard
            toast={{ title: 'A speech failed', detail: '18 credits came back.', tone: 'danger' }}
            onDismiss={noop}
          />
          <ToastCard toast={{ title: 'A new code is on its way', detail: LONG_TEXT }} onDismiss={noop} />
          <Button size="sm" className="justify-self-start" onClick={() => toast({ title: 'Said once, then gone' })}>
            Show one
          </Button>
        </div>
      </Specimen>
      <Specimen name="Dialog">
        <Button onClick={() => setOpen(true)}>Open the dialog</Button>
        <Dialog
          open={open}
          onClose={() => setOpen(false)}
          title="Stop this one?"
          description="If it is stopped in time, 18 credits come back at once."
          footer={
            <>
              <Button onClick={() => setOpen(false)}>Let it run</Button>
              <Button variant="danger" onClick={() => setOpen(false)}>
                Stop it
              </Button>
            </>
          }
        />
      </Specimen>
      <Specimen name="Empty, and empty by a fault">
        <div className="grid gap-4">
          <Card>
            <EmptyState
              title="Nothing has sounded here yet"
              action={<Button variant="solid">Make the first one</Button>}
            >
              What you make is kept here.
            </EmptyState>
          </Card>
          <Card>
            <EmptyState tone="failed" title="It could not be read" action={<Button>Try again</Button>}>
              {LONG_TEXT}
            </EmptyState>
          </Card>
        </div>
      </Specimen>
      <Specimen name="Shown once">
        <Secret label="Your new token" value="ozv-not-a-real-one-only-as-long-as-a-real-one-would-be-here">
          What to do with it stands here.
        </Secret>
      </Specimen>
      <Specimen name="Skeleton and code">
        <div className="grid gap-8">
          <div className="grid gap-3">
            <Skeleton className="h-6 w-1/2" />
            <Skeleton />
            <Skeleton className="h-4 w-4/5" />
          </div>
          <div className="border-t border-line">
            <CodeBlock
              code={
                'curl /api/voices\n# a line that is longer than its box, and therefore scrolls inside of it rather than out'
              }
            />
          </div>
        </div>
      </Specimen>
    </Group>
  );
};
