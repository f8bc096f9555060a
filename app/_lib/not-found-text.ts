/** 404 for programs, such as feed readers. */
export function notFound(): Response {
  return new Response('404 Not Found\n', {
    status: 404,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'public, max-age=0, s-maxage=1' },
  });
}
