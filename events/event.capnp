# The bytes of every event. Numbers are for ever: a field or a kind is only ever added, never renumbered or taken away.
#
# Amounts are cents. Measured values, ratios and figures with six decimals are text, as they were given or shown.
# Days count from 1970-01-01. A `Data` of 32 bytes stands for personal data (SHA-256 of 32 random bytes and the value).
# "absent: null" marks a member that may be missing: then the pointer is null, which is not the empty text. So a number,
# day or choice that may be missing is written as a text.
@0xd3c1f0a27be45916;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("ipep::schema");

# A member that came after its struct was first written. Where the last of them are absent the struct ends before them, so
# that the same fact has the bytes it always had.
annotation later @0xd6a5e1f3b0c24897 (field) :Void;

struct Event {
  position @0 :UInt64;
  recordedAt @1 :Int64;  # microseconds since 1970, UTC
  on @2 :Int32;
  actor @3 :Text;
  key @4 :Text;          # absent: null
  source @5 :Source;     # absent: null
  body @6 :Body;
  bounds @7 :Int32;      # absent: 0; which bounds it was judged by
}

struct Source {
  reference @0 :Text;
  sha256 @1 :Text;       # absent: null
}

struct Body {
  union {
    rulesAdopted @0 :RulesAdopted;
    groupementAdmitted @1 :GroupementAdmitted;
    conventionSigned @2 :ConventionSigned;
    seedCreditAssessed @3 :SeedCreditAssessed;
    roadmapReceived @4 :RoadmapReceived;
    indicatorsChosen @5 :IndicatorsChosen;
    indicatorTargetsSet @6 :IndicatorTargetsSet;
    indicatorMeasured @7 :IndicatorMeasured;
    experienceThresholdsSet @8 :ExperienceThresholdsSet;
    experienceMeasured @9 :ExperienceMeasured;
    patientsCounted @10 :PatientsCounted;
    expenditureMeasured @11 :ExpenditureMeasured;
    envelopeBudgeted @12 :EnvelopeBudgeted;
    groupementWithdrew @13 :GroupementWithdrew;
    advanceWriteOffDecided @14 :AdvanceWriteOffDecided;
    personalDataErased @15 :PersonalDataErased;
    factCorrected @16 :FactCorrected;
    seedCreditGranted @17 :SeedCreditGranted;
    seedTrancheReleased @18 :SeedTrancheReleased;
    qualityScored @19 :QualityScored;
    efficiencyGainEstablished @20 :EfficiencyGainEstablished;
    incentiveCapped @21 :IncentiveCapped;
    incentiveSettled @22 :IncentiveSettled;
    advanceGranted @23 :AdvanceGranted;
    advanceRecovered @24 :AdvanceRecovered;
    advanceWrittenOff @25 :AdvanceWrittenOff;
    advanceWriteOffReversed @26 :AdvanceWriteOffReversed;
    incentiveAnnulled @27 :IncentiveAnnulled;
    yearSettled @28 :YearSettled;
    payeeChanged @29 :PayeeChanged;
    oppositionNotified @30 :OppositionNotified;
    oppositionLifted @31 :OppositionLifted;
    creditNotified @32 :CreditNotified;
    refundReceived @33 :RefundReceived;
    overpaymentWriteOffDecided @34 :OverpaymentWriteOffDecided;
    accrualEstimated @35 :AccrualEstimated;
    roleGranted @36 :RoleGranted;
    roleRevoked @37 :RoleRevoked;
    refundBooked @38 :RefundBooked;
    overpaymentWrittenOff @39 :OverpaymentWrittenOff;
    accrualBooked @40 :AccrualBooked;
    payeeConfirmed @41 :PayeeConfirmed;
    settlementValidated @42 :SettlementValidated;
    paymentOrdered @43 :PaymentOrdered;
    orderSuspended @44 :OrderSuspended;
    orderRequisitioned @45 :OrderRequisitioned;
    orderApproved @46 :OrderApproved;
    orderCancelled @47 :OrderCancelled;
    fileIssued @48 :FileIssued;
    orderIssued @49 :OrderIssued;
    fileWritten @50 :FileWritten;
    orderAccepted @51 :OrderAccepted;
    orderRejected @52 :OrderRejected;
    orderPaid @53 :OrderPaid;
    orderBooked @54 :OrderBooked;
    orderReturned @55 :OrderReturned;
    bankFileRead @56 :BankFileRead;
    bankLineUnmatched @57 :BankLineUnmatched;
    monthClosed @58 :MonthClosed;
    personalDataRead @59 :PersonalDataRead;
    orderTold @60 :OrderTold;
    orderResolved @61 :OrderResolved;
    orderReinstated @62 :OrderReinstated;
    bankLineMatched @63 :BankLineMatched;
    roleConfirmed @64 :RoleConfirmed;
    observationRecorded @65 :ObservationRecorded;
    groupementDescribed @66 :GroupementDescribed;
    paymentTakenOver @67 :PaymentTakenOver;
    adjustmentModelAdopted @68 :AdjustmentModelAdopted;
    amendmentOpinionGiven @69 :AmendmentOpinionGiven;
    chosenIndicatorValidated @70 :ChosenIndicatorValidated;
    takeOverConfirmed @71 :TakeOverConfirmed;
    engagementSigned @72 :EngagementSigned;
    experimentScheduled @73 :ExperimentScheduled;
    settlementRefused @74 :SettlementRefused;
    bankLineExplained @75 :BankLineExplained;
    bankLineConfirmed @76 :BankLineConfirmed;
  }
}

enum Direction { up @0; down @1; stable @2; }
enum IndicatorSource { snds @0; collected @1; }
enum Model { mixed @0; target @1; }
enum EnvelopeBasis { mixedModel @0; allSettled @1; }
enum NationalReduction { proRata @0; }
enum Role { cnam @0; director @1; dcf @2; auditor @3; evaluator @4; admin @5; groupement @6; }
enum Ground { seedCredit @0; incentive @1; }
enum CheckName {
  authority @0; ceiling @1; twoPersons @2; agreement @3; account @4; opposition @5; credits @6; debtExact @7;
  notPaid @8; vouchers @9;
}
enum CheckResult { passed @0; failed @1; requisitioned @2; }
enum BankAnswer { nothing @0; accepted @1; paid @2; rejected @3; returned @4; }
enum Became { seen @0; paid @1; rejected @2; returned @3; }
enum LineMeaning { order @0; refund @1; aside @2; }
enum Recovery { aboveSeedCredit @0; full @1; }

struct Phases {
  mixedYears @0 :Int64;
  resultYears @1 :Int64;
  resultYearsByWave @2 :List(WaveYears) $later;  # absent: null
}

struct WaveYears {
  wave @0 :Int64;
  years @1 :Int64;
}

struct SeedCreditParameters {
  baseAmount @0 :Int64;
  sizeFactorMin @1 :Text;
  sizeFactorMax @2 :Text;
  sizeCeilingPatients @3 :Int64;
  multiprofessionalRange @4 :Text;
  floor @5 :Int64;
  ceiling @6 :Int64;
  firstTranche @7 :Text;
  sizeFloorPatients @8 :Text $later;  # absent: null
}

struct PointsLadder {
  target @0 :Text;
  intermediate @1 :Text;
  improved @2 :Text;
  stable @3 :Text;
  worsened @4 :Text;
}

struct ComponentWeights {
  socle @0 :Text;
  aLaCarte @1 :Text;
}

struct Weights {
  withoutALaCarte @0 :ComponentWeights;
  withALaCarte @1 :ComponentWeights;
}

struct ExperienceBonus {
  intermediate @0 :Text;
  target @1 :Text;
}

struct CountedFrom {
  indicator @0 :Text;
  rank @1 :Int64;
}

struct QualityParameters {
  socle @0 :List(Text);
  aLaCarteMax @1 :Int64;
  points @2 :PointsLadder;
  weights @3 :Weights;
  experienceBonus @4 :ExperienceBonus;
  countedFromYear @5 :List(CountedFrom);
  scoreForFullAmount @6 :Text;
  envelopeShare @7 :Text;
  envelopeBasis @8 :EnvelopeBasis;
  indicators @9 :List(CataloguedIndicator) $later;  # absent: null
}

struct CataloguedIndicator {
  id @0 :Text;
  name @1 :Text;
  theme @2 :Text;  # absent: null
  evolution @3 :Direction;
  unit @4 :Text;   # absent: null
  source @5 :IndicatorSource;
}

struct EfficiencyParameters {
  band @0 :Text;
  share @1 :Text;
  gapWeight @2 :Text;
  evolutionWeight @3 :Text;
  trendYears @4 :Text $later;  # absent: null
}

struct Knot {
  score @0 :Text;
  modulation @1 :Text;
}

struct ModulationParameters {
  knots @0 :List(Knot);
}

struct CapsParameters {
  groupement @0 :Text;
  national @1 :Text;
  nationalReduction @2 :NationalReduction;
}

struct AdvanceParameters {
  recovery @0 :Recovery;
}

struct EligibilityParameters {
  minimumPatients @0 :Int64;
}

struct Parameters {
  currency @0 :Text;  # absent: null
  phases @1 :Phases;
  seedCredit @2 :SeedCreditParameters;
  quality @3 :QualityParameters;
  efficiency @4 :EfficiencyParameters;
  modulation @5 :ModulationParameters;
  caps @6 :CapsParameters;
  advance @7 :AdvanceParameters;
  eligibility @8 :EligibilityParameters;
}

struct RulesAdopted {
  rules @0 :Text;
  title @1 :Text;
  fromYear @2 :Int32;
  parameters @3 :Parameters;
  sources @4 :Text;  # absent: null
}

struct GroupementAdmitted {
  groupement @0 :Text;
  name @1 :Text;
  legalForm @2 :Text;
  region @3 :Text;
  cpam @4 :Text;
  wave @5 :Int64;
  firstYear @6 :Int32;
  referringPhysicians @7 :Int64;
  patients @8 :Int64;
  decision @9 :Text;
  derogation @10 :Text;  # absent: null
}

struct Payee {
  name @0 :Data;
  iban @1 :Data;
  bic @2 :Data;
}

struct ConventionSigned {
  groupement @0 :Text;
  cpam @1 :Text;
  payee @2 :Payee;
}

struct SeedCreditAssessed {
  groupement @0 :Text;
  patients @1 :Int64;
  multiprofessionalModulation @2 :Text;
}

struct RoadmapReceived {
  groupement @0 :Text;
}

struct IndicatorsChosen {
  groupement @0 :Text;
  indicators @1 :List(Text);
}

struct IndicatorTargetsSet {
  year @0 :Int32;
  indicator @1 :Text;
  direction @2 :Direction;
  target @3 :Text;
  intermediate @4 :Text;
  startingValue @5 :Text;  # absent: null
  groupement @6 :Text;  # absent: null
}

struct IndicatorMeasured {
  groupement @0 :Text;
  year @1 :Int32;
  indicator @2 :Text;
  value @3 :Text;
  numerator @4 :Text $later;       # absent: null
  denominator @5 :Text $later;     # absent: null
  extractedOn @6 :Text $later;     # absent: null
  suppliedBy @7 :Text $later;      # absent: null
  nationalAverage @8 :Text $later; # absent: null
  questionnaire @9 :Text $later;   # absent: null
  sent @10 :Text $later;            # absent: null
  answered @11 :Text $later;        # absent: null
  definitionSha256 @12 :Text $later; # absent: null
}

struct ExperienceThresholdsSet {
  year @0 :Int32;
  intermediate @1 :Text;
  target @2 :Text;
}

struct ExperienceMeasured {
  groupement @0 :Text;
  year @1 :Int32;
  score @2 :Text;
  numerator @3 :Text $later;       # absent: null
  denominator @4 :Text $later;     # absent: null
  extractedOn @5 :Text $later;     # absent: null
  suppliedBy @6 :Text $later;      # absent: null
  nationalAverage @7 :Text $later; # absent: null
  questionnaire @8 :Text $later;   # absent: null
  sent @9 :Text $later;            # absent: null
  answered @10 :Text $later;        # absent: null
  definitionSha256 @11 :Text $later; # absent: null
}

struct PatientsCounted {
  groupement @0 :Text;
  year @1 :Int32;
  patients @2 :Int64;
}

struct ExpenditureMeasured {
  groupement @0 :Text;
  year @1 :Int32;
  actualPerPatient @2 :Text;
  adjustedPerPatient @3 :Text;
  model @4 :Text $later;  # absent: null
}

struct EnvelopeBudgeted {
  paymentYear @0 :Int32;
  amount @1 :Int64;
}

struct GroupementWithdrew {
  groupement @0 :Text;
  lastYear @1 :Int32;
  reason @2 :Text;
  ground @3 :Text $later;  # absent: null
  rules @4 :Text $later;   # absent: null
}

struct AdvanceWriteOffDecided {
  groupement @0 :Text;
  decision @1 :Text;
}

struct PersonalDataErased {
  subject @0 :Text;
  decision @1 :Text;
}

struct FactCorrected {
  corrects @0 :Text;
  fact @1 :Body;
  reason @2 :Text;
}

struct SeedCreditGranted {
  groupement @0 :Text;
  rules @1 :Text;
  amount @2 :Int64;
  difference @3 :Int64;
  facts @4 :List(UInt64);
}

struct SeedTrancheReleased {
  groupement @0 :Text;
  tranche @1 :Int64;
  paymentYear @2 :Int32;
  amount @3 :Int64;
  total @4 :Int64;
  facts @5 :List(UInt64);
}

struct QualityScored {
  groupement @0 :Text;
  year @1 :Int32;
  revision @2 :Int64;
  rules @3 :Text;
  scoreBase @4 :Text;
  bonus @5 :Text;
  score @6 :Text;
  exactScore @7 :Text;
  facts @8 :List(UInt64);
}

struct EfficiencyGainEstablished {
  groupement @0 :Text;
  year @1 :Int32;
  revision @2 :Int64;
  rules @3 :Text;
  gap @4 :Text;
  evolution @5 :Text;
  perPatient @6 :Text;
  gain @7 :Int64;
  facts @8 :List(UInt64);
}

struct IncentiveCapped {
  groupement @0 :Text;
  year @1 :Int32;
  revision @2 :Int64;
  gross @3 :Int64;
  groupCap @4 :Int64;
  capped @5 :Int64;
  net @6 :Int64;
  nationalReduction @7 :Int64;
}

struct IncentiveSettled {
  groupement @0 :Text;
  model @1 :Model;
  rank @2 :Int64;
  patients @3 :Int64;
  gap @4 :Text;
  evolution @5 :Text;
  perPatient @6 :Text;
  gain @7 :Int64;
  scoreBase @8 :Text;
  bonus @9 :Text;
  score @10 :Text;
  expenditure @11 :Text;
  groupCap @12 :Int64;
  qualityRight @13 :Int64;
  quality @14 :Int64;
  modulation @15 :Text;
  gross @16 :Int64;
  capped @17 :Int64;
  net @18 :Int64;
  nationalReduction @19 :Int64;
  seedCredit @20 :Int64;
  advanceBefore @21 :Int64;
  advanceGranted @22 :Int64;
  advanceRecovered @23 :Int64;
  advanceOutstanding @24 :Int64;
  due @25 :Int64;
  year @26 :Int32;
  revision @27 :Int64;
  rules @28 :Text;
  netDifference @29 :Int64;
  facts @30 :List(UInt64);
}

struct AdvanceGranted {
  groupement @0 :Text;
  year @1 :Int32;
  revision @2 :Int64;
  amount @3 :Int64;
  difference @4 :Int64;
  outstanding @5 :Int64;
}

struct AdvanceRecovered {
  groupement @0 :Text;
  year @1 :Int32;
  revision @2 :Int64;
  amount @3 :Int64;
  difference @4 :Int64;
  outstanding @5 :Int64;
}

struct AdvanceWrittenOff {
  groupement @0 :Text;
  afterYear @1 :Int32;
  amount @2 :Int64;
  decision @3 :Text;
  facts @4 :List(UInt64);
}

struct AdvanceWriteOffReversed {
  groupement @0 :Text;
  amount @1 :Int64;
}

struct IncentiveAnnulled {
  groupement @0 :Text;
  year @1 :Int32;
  revision @2 :Int64;
  netDifference @3 :Int64;
}

struct YearSettled {
  expenditure @0 :Text;
  cap @1 :Int64;
  qualityEnvelope @2 :Int64;
  capped @3 :Int64;
  net @4 :Int64;
  advanceGranted @5 :Int64;
  advanceRecovered @6 :Int64;
  due @7 :Int64;
  year @8 :Int32;
  revision @9 :Int64;
  rules @10 :Text;
  groupements @11 :Int64;
  ruleCode @12 :Int64;
  facts @13 :List(UInt64);
}

struct OrderPart {
  of @0 :Text;
  paymentYear @1 :Int32;
  amount @2 :Int64;
}

struct Voucher {
  document @0 :Text;
  position @1 :UInt64;
  reference @2 :Text;
  sha256 @3 :Text;  # absent: null
}

struct VisaCheck {
  check @0 :CheckName;
  result @1 :CheckResult;
  found @2 :Text;
}

struct PayeeChanged {
  groupement @0 :Text;
  payee @1 :Payee;
  reason @2 :Text;
}

struct OppositionNotified {
  groupement @0 :Text;
  reference @1 :Text;
}

struct OppositionLifted {
  groupement @0 :Text;
  reference @1 :Text;
}

struct CreditNotified {
  cpam @0 :Text;
  paymentYear @1 :Int32;
  amount @2 :Int64;
}

struct RefundReceived {
  groupement @0 :Text;
  amount @1 :Int64;
  reference @2 :Text;
}

struct OverpaymentWriteOffDecided {
  groupement @0 :Text;
  amount @1 :Int64;
  decision @2 :Text;
}

struct AccrualEstimated {
  year @0 :Int32;
  groupement @1 :Text;
  amount @2 :Int64;
}

struct RoleGranted {
  person @0 :Text;
  role @1 :Role;
  cpam @2 :Text;  # absent: null
  ceiling @3 :Text;  # an amount as text; absent: null
  groupement @4 :Text $later;  # absent: null
}

struct RoleRevoked {
  person @0 :Text;
  role @1 :Role;
  cpam @2 :Text;  # absent: null
  groupement @3 :Text $later;  # absent: null
}

struct RefundBooked {
  groupement @0 :Text;
  reference @1 :Text;
  amount @2 :Int64;
  difference @3 :Int64;
}

struct OverpaymentWrittenOff {
  groupement @0 :Text;
  decision @1 :Text;
  amount @2 :Int64;
  difference @3 :Int64;
}

struct AccrualBooked {
  groupement @0 :Text;
  year @1 :Int32;
  amount @2 :Int64;
  difference @3 :Int64;
}

struct PayeeConfirmed {
  groupement @0 :Text;
  confirms @1 :Text;
  payeeAt @2 :UInt64;
}

struct SettlementValidated {
  year @0 :Int32;
  revision @1 :Int64;
}

struct PaymentOrdered {
  order @0 :Text;
  cpam @1 :Text;
  fiscalYear @2 :Int32;
  groupement @3 :Text;
  ground @4 :Ground;
  amount @5 :Int64;
  parts @6 :List(OrderPart);
  endToEndId @7 :Text;
  payeeAt @8 :UInt64;
  vouchers @9 :List(Voucher);
  replaces @10 :List(Text);
}

struct OrderSuspended {
  order @0 :Text;
  groupement @1 :Text;
  ground @2 :Text;
}

struct OrderRequisitioned {
  order @0 :Text;
  groupement @1 :Text;
  document @2 :Text;
}

struct OrderApproved {
  order @0 :Text;
  groupement @1 :Text;
  checks @2 :List(VisaCheck);
}

struct OrderCancelled {
  order @0 :Text;
  groupement @1 :Text;
  parts @2 :List(OrderPart);
  reason @3 :Text;
}

struct FileIssued {
  cpam @0 :Text;
  message @1 :Text;
  batch @2 :Text;
  sha256 @3 :Text;
  createdAt @4 :Int64;
  formatVersion @5 :Int64;
  count @6 :Int64;
  amount @7 :Int64;
  execute @8 :Int32;
  debtorName @9 :Text;
  debtorIban @10 :Text;
  debtorBic @11 :Text;
  batchBooking @12 :Int64;
}

struct OrderIssued {
  order @0 :Text;
  groupement @1 :Text;
  message @2 :Text;
}

struct FileWritten {
  cpam @0 :Text;
  message @1 :Text;
  sha256 @2 :Text;
}

struct OrderAccepted {
  order @0 :Text;
  groupement @1 :Text;
  status @2 :Text;
  sha256 @3 :Text;
}

struct OrderRejected {
  order @0 :Text;
  groupement @1 :Text;
  parts @2 :List(OrderPart);
  reason @3 :Text;
  sha256 @4 :Text;
}

struct OrderPaid {
  order @0 :Text;
  groupement @1 :Text;
  amount @2 :Int64;
  parts @3 :List(OrderPart);
  bankReference @4 :Text;
  sha256 @5 :Text;
}

struct OrderBooked {
  order @0 :Text;
  groupement @1 :Text;
  bankReference @2 :Text;
  sha256 @3 :Text;
  charges @4 :Int64;     # absent: 0
}

struct OrderReturned {
  order @0 :Text;
  groupement @1 :Text;
  amount @2 :Int64;
  parts @3 :List(OrderPart);
  reason @4 :Text;
  bankReference @5 :Text;
  sha256 @6 :Text;
  charges @7 :Int64;     # absent: 0
}

struct BankFileRead {
  cpam @0 :Text;
  message @1 :Text;
  reference @2 :Text;
  sha256 @3 :Text;
  matched @4 :Int64;
  unmatched @5 :Int64;
}

struct BankLineUnmatched {
  cpam @0 :Text;
  sha256 @1 :Text;
  reference @2 :Text;
  amount @3 :Int64;
  why @4 :Text;
  count @5 :Int64;       # absent: 0, one line
  bookedOn @6 :Text;     # absent: null
  bankReference @7 :Text;  # absent: null
}

struct MonthClosed {
  cpam @0 :Text;
  from @1 :Int32;
  until @2 :Int32;
}

struct PersonalDataRead {
  subject @0 :Text;
  reason @1 :Text;
}

struct OrderTold {
  order @0 :Text;
  groupement @1 :Text;
  answer @2 :BankAnswer;
  status @3 :Text;
  amount @4 :Int64;
  charges @5 :Int64;
  bankReference @6 :Text;
  sha256 @7 :Text;
}

struct OrderResolved {
  order @0 :Text;
  groupement @1 :Text;
  became @2 :Became;
  document @3 :Text;
}

struct OrderReinstated {
  order @0 :Text;
  groupement @1 :Text;
  amount @2 :Int64;
  parts @3 :List(OrderPart);
}

struct RoleConfirmed {
  confirms @0 :Text;
  grantedAt @1 :UInt64;
}

struct BankLineMatched {
  cpam @0 :Text;
  line @1 :UInt64;
}

struct ObservationRecorded {
  population @0 :Text;
  year @1 :Int32;
  measure @2 :Text;
  value @3 :Text;
  groupement @4 :Text;  # absent: null
}

struct GroupementDescribed {
  groupement @0 :Text;
  name @1 :Text;                 # absent: null
  legalForm @2 :Text;            # absent: null
  holder @3 :Text;               # absent: null
  region @4 :Text;               # absent: null
  referringPhysicians @5 :Text;  # absent: null
  professionals @6 :Text;        # absent: null
  hospital @7 :Text;             # absent: null
  themes @8 :List(Text);         # absent: null
}

struct PaymentTakenOver {
  groupement @0 :Text;
  ground @1 :Ground;
  year @2 :Text;  # absent: null
  paymentYear @3 :Int32;
  amount @4 :Int64;
  document @5 :Text;
}

struct AdjustmentModelAdopted {
  model @0 :Text;
  year @1 :Int32;
  author @2 :Text;
  sample @3 :Text;
  adjustedR2 @4 :Text;
  sha256 @5 :Text;
  variables @6 :List(Text);
}

struct AmendmentOpinionGiven {
  groupement @0 :Text;
  rules @1 :Text;
  opinion @2 :Text;
  reference @3 :Text;
}

struct ChosenIndicatorValidated {
  groupement @0 :Text;
  indicator @1 :Text;
  name @2 :Text;
  definition @3 :Text;
  arsOpinion @4 :Text;
  decision @5 :Text;
}

struct TakeOverConfirmed {
  groupement @0 :Text;
  confirms @1 :Text;
  takenOverAt @2 :UInt64;
  amount @3 :Int64;
  parts @4 :List(OrderPart);
}

struct EngagementSigned {
  groupement @0 :Text;
  document @1 :Text;
}

struct ExperimentScheduled {
  from @0 :Int32;
  until @1 :Int32;
  decision @2 :Text;
}

struct SettlementRefused {
  year @0 :Int32;
  revision @1 :Int64;
  reason @2 :Text;
}

struct BankLineExplained {
  cpam @0 :Text;
  line @1 :UInt64;
  meaning @2 :LineMeaning;
  order @3 :Text;       # absent: null
  groupement @4 :Text;  # absent: null
  refund @5 :Text;      # absent: null
  reason @6 :Text;
}

struct BankLineConfirmed {
  cpam @0 :Text;
  line @1 :UInt64;
  explainedAt @2 :UInt64;
  meaning @3 :LineMeaning;
  order @4 :Text;       # absent: null
  groupement @5 :Text;  # absent: null
  refund @6 :Text;      # absent: null
}
