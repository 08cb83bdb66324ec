/** Somebody in the account chooser. */
export type DemoPerson = { email: string; name: string; email_verified: boolean };

/** Who is offered. One address is unverified, so that what happens to such a person can be seen. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { email: 'alena.dvorak@example.com', name: 'Alena Dvořák', email_verified: true },
  { email: 'ravi.menon@example.com', name: 'Ravi Menon', email_verified: true },
  { email: 'olena.koval@example.com', name: 'Олена Коваль', email_verified: true },
  { email: 'sam.rivers@example.com', name: 'Sam Rivers', email_verified: false },
];
