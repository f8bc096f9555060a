import type { Metadata } from 'next';
import { NotFound } from '../components/page/not-found.tsx';
import { NOT_FOUND_PATH } from '../lib/addresses.ts';
import { SECRET_VARIABLE } from '../lib/front/headers.ts';
import { getSite } from './_lib/reads.ts';
import { readPath } from './_lib/request.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: `没有这个页面 - ${(await getSite()).title}` };
}

export default async function NotFoundPage() {
  // Next renders this into every page, for its scripts to show. Behind the front no scripts run, and the front asks for this page
  // by its own address.
  if (process.env[SECRET_VARIABLE] !== undefined && (await readPath()) !== NOT_FOUND_PATH) return null;
  return <NotFound />;
}
