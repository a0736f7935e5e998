// Groupements of one CPAM in any number, each with an agreement and a seed credit that may be ordered at once.
const RIB = number => {
  const account = `${number}`.padStart(11, "0");
  const key = 97n - (89n * 30006n + 15n * 1n + 3n * BigInt(account)) % 97n;
  const bban = `3000600001${account}${`${key}`.padStart(2, "0")}`;
  return `FR${`${98n - BigInt(`${bban}152700`) % 97n}`.padStart(2, "0")}${bban}`;
};

export const idOf = number => `G${`${number}`.padStart(4, "0")}`;

export function manyGroupements(count, cpam) {
  const facts = [];
  for (let number = 1; number <= count; ++number) {
    const groupement = idOf(number), name = `Maison de santé n° ${number}`;
    const add = (on, fact) => facts.push({ key: `${Object.keys(fact)[0]}-${groupement}`, on, fact });
    add("2019-07-03", { groupementAdmitted: {
      groupement, name, legalForm: "GCS", region: "Bretagne", cpam, wave: 1, firstYear: 2019, referringPhysicians: 9,
      patients: 5000 + number, decision: "Arrêté du 21 juin 2019" } });
    add("2019-09-02", { conventionSigned: {
      groupement, cpam, payee: { name: name.toUpperCase(), iban: RIB(number), bic: "AGRIFRPP" } } });
    add("2019-09-10", { seedCreditAssessed: {
      groupement, patients: 5000 + number, multiprofessionalModulation: "0.0" } });
    add("2019-12-25", { roadmapReceived: { groupement } });
  }
  return facts;
}
