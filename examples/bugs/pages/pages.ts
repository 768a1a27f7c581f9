// Twelve invoices, five on a page. Why are two never printed?
interface Invoice {
  readonly id: number;
  readonly customer: string;
}

export function pageOf<T>(all: readonly T[], page: number, size: number): T[] {
  const first: number = page * size;
  const last: number = first + size - 1;
  return all.slice(first, last);
}

export function print(invoices: readonly Invoice[], size: number): number {
  const pages = Math.ceil(invoices.length / size);
  let printed = 0;
  for (let page = 0; page < pages; page += 1) {
    const shown = pageOf(invoices, page, size);
    printed += shown.length;
    console.log(`page ${page + 1}: ${shown.map(({ id }) => id).join(' ')}`);
  }
  return printed;
}

const invoices = Array.from({ length: 12 }, (_, index): Invoice => ({ id: index + 1, customer: 'Ada' }));
const count = print(invoices, 5);
if (count !== invoices.length) throw new Error(`${count} of ${invoices.length} invoices were printed`);
