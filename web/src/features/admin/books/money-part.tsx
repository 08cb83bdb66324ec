import { useParams } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { NotFoundPage } from '../../../app/not-found-page.tsx';
import { EventsPage } from './events-page.tsx';
import { ExpensesPage } from './expenses-page.tsx';
import { GivenPage } from './given-page.tsx';
import { OrdersPage } from './orders-page.tsx';
import { PaymentsPage } from './payments-page.tsx';
import { RefundsPage } from './refunds-page.tsx';
import { SubscriptionsPage } from './subscriptions-page.tsx';

const PARTS: Readonly<Record<string, ComponentType>> = {
  expenses: ExpensesPage,
  orders: OrdersPage,
  payments: PaymentsPage,
  subscriptions: SubscriptionsPage,
  refunds: RefundsPage,
  events: EventsPage,
  given: GivenPage,
};

/** The part of the books that the address names. */
export const MoneyPart = () => {
  const { part } = useParams({ from: '/studio/admin/money/$part' });
  const Part = PARTS[part] ?? NotFoundPage;
  // Another part is another page: nothing of the one before stays in its fields.
  return <Part key={part} />;
};
