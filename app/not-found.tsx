import type { Metadata } from 'next';
import { NotFound } from '../components/not-found.tsx';
import { getSite } from './reads.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: `没有这个页面 - ${(await getSite()).title}` };
}

export default function NotFoundPage() {
  return <NotFound />;
}
