import { Component, type ReactNode } from 'react';
import { ErrorPage } from './error-page.tsx';

type State = { error: unknown };

/** Catches what a page throws while it is drawn. React knows this only as a class. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error ?? new Error('Something was thrown without a name.') };
  }

  override render(): ReactNode {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return <ErrorPage error={error} reset={() => this.setState({ error: undefined })} />;
  }
}
