//! Scenarios that are worth a name: data. The name is `saved.<name>` in the words; the query is a scenario as in the address.

export const SAVED = [
  { name: 'evening', query: 'at=payment' },
  { name: 'declined', query: 'fault=declined-funds&at=payment' },
  { name: 'returning', query: 'persona=returning&at=review' },
  { name: 'approval', query: 'persona=assistant&pay=purchase-order&at=review' },
  { name: 'sold-out', query: 'fault=sold-out&at=review' },
  { name: 'challenge', query: 'fault=challenge&at=bank' },
  { name: 'lost-answer', query: 'fault=lost-answer&at=sending' },
  { name: 'download', query: 'bag=virtual&at=contact' },
  { name: 'transfer', query: 'market=NL&pay=transfer&at=thanks' },
];
