import { messageOf } from '../../api/api-error.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

type ConfirmProps = {
  open: boolean;
  title: string;
  description: string;
  keep: string;
  go: string;
  pending: boolean;
  error: Error | null;
  onClose: () => void;
  onConfirm: () => void;
};

/** Asked before what cannot be taken back. The button that keeps things has the focus. */
export const Confirm = ({ open, title, description, keep, go, pending, error, onClose, onConfirm }: ConfirmProps) => (
  <Dialog
    open={open}
    onClose={onClose}
    title={title}
    description={description}
    footer={
      <>
        <Button data-autofocus onClick={onClose}>
          {keep}
        </Button>
        <Button variant="danger" loading={pending} onClick={onConfirm}>
          {go}
        </Button>
      </>
    }
  >
    <p role="alert" className="-mb-3 min-h-5 text-sm font-medium text-danger wrap-anywhere">
      {error && messageOf(error)}
    </p>
  </Dialog>
);
