import type { Metadata } from 'next';
import { NotFound } from '../components/not-found.tsx';
import { NOT_FOUND_PATH } from '../lib/addresses.ts';
import { getSite } from './reads.ts';
import { readPath } from './request.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: `没有这个页面 - ${(await getSite()).title}` };
}

export default async function NotFoundPage() {
  // Next renders it within every page, for its scripts to show. Behind the front none run, and who needs it asks for its address.
  if (process.env.FINEWS_FRONT === '1' && (await readPath()) !== NOT_FOUND_PATH) return null;
  return <NotFound />;
}
