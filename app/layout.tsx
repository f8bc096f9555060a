import type { ReactNode } from 'react';
import { Document } from '../components/page/document.tsx';
import { readRequestedFrame } from './_lib/request.ts';
import './globals.css';

/** Renders at each request: the build has no content, and each answer has its own nonce. */
export const dynamic = 'force-dynamic';

export default async function RootLayout({ children }: { children: ReactNode }) {
  return <Document frame={await readRequestedFrame()}>{children}</Document>;
}
