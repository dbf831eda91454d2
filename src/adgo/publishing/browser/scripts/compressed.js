// Files of the folder that are compressed. Servers that name them as compressed have browsers open them; others do not.
export async function opened(address, type = "application/octet-stream", cache = "default") {
  const reply = await fetch(address, { cache });
  if (!reply.ok) throw new Error(`The file ${new URL(address).pathname} is missing: the server answers ${reply.status}.`);
  const content = await reply.arrayBuffer();
  const [first, second] = new Uint8Array(content, 0, 2);
  const isOpen = first !== 0x1f || second !== 0x8b;
  const stream = new Blob([content]).stream();
  return new Response(isOpen ? stream : stream.pipeThrough(new DecompressionStream("gzip")), { headers: { "Content-Type": type } });
}
