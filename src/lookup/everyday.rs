//! Words that people use who do not know a trade's own, and what the trade says: who fixes cars repairs vehicles. Labels and descriptions
//! that have the trade's word count for the everyday one, less than those that have the word itself.

use super::stem::Stems;
use std::collections::HashMap;

/// How surely a trade's word is meant by an everyday one, in thousandths. Of 300, 500 and 700, tried with BM25 on one half of
/// `tests/words/plain.tsv`, the first served worse and the others nearly alike; this lies between them.
pub(super) const MEANT: u32 = 550;

/// Words that say who does it and nothing of what is done.
const FILLERS: [&str; 48] = [
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "into", "is", "of", "on", "or", "out", "people", "peoples",
    "person", "somebody", "someone", "that", "the", "their", "them", "they", "things", "to", "up", "when", "which", "who", "with", "works",
    "working", "alguien", "con", "de", "del", "el", "en", "la", "las", "los", "para", "persona", "que",
];

/// By language: everyday words, then what trades say for them.
const SAID: [(&str, &[(&str, &str)]); 2] = [("en", &ENGLISH), ("es", &SPANISH)];

#[rustfmt::skip]
const ENGLISH: [(&str, &str); 150] = [
    ("fix mend", "repair maintain service overhaul restore"),
    ("car", "automobile automotive vehicle motor auto"),
    ("lorry", "truck"),
    ("truck", "lorry vehicle"),
    ("bike", "bicycle"),
    ("plane airplane aeroplane", "aircraft aviation flight"),
    ("ship boat", "vessel marine ship boat"),
    ("train", "locomotive railway railroad"),
    ("kid child children", "child childcare pediatric preschool youth"),
    ("toddler", "preschool child"),
    ("baby babies", "infant newborn birth obstetric"),
    ("old elderly senior", "elderly older aged geriatric"),
    ("ill sick", "patient medical health"),
    ("tooth teeth", "dental dentist oral"),
    ("eye eyes", "optometrist optical vision ophthalmic eyewear"),
    ("glasses", "eyeglasses optical lens optician"),
    ("skin", "dermatology skincare"),
    ("heart", "cardiac cardiovascular"),
    ("breathe lung lungs", "respiratory pulmonary"),
    ("bone bones", "orthopedic"),
    ("foot feet", "podiatric podiatrist"),
    ("blood", "phlebotomy blood hematology"),
    ("brain", "neurology neuro"),
    ("feelings feeling emotion", "emotional mental counseling psychologist"),
    ("mind", "mental psychology psychologist"),
    ("pet pets", "veterinary animal"),
    ("dog cat", "animal"),
    ("cow cows cattle", "livestock cattle ranch"),
    ("hair", "hairdresser hairstylist barber cosmetology hair"),
    ("nail nails", "manicurist pedicurist"),
    ("house home", "residential housing home building house"),
    ("homes houses", "residential real estate building"),
    ("roof", "roofing roofer"),
    ("pipe pipes", "plumbing plumber pipefitter"),
    ("wire wires wiring", "electrical electrician"),
    ("power electricity", "electrical electric energy"),
    ("money cash", "finance financial monetary cash"),
    ("wages wage pay salary", "payroll compensation"),
    ("law", "legal attorney lawyer"),
    ("court", "judicial legal law judge"),
    ("crime", "criminal investigation detective"),
    ("hacker hackers hacking", "security cybersecurity"),
    ("computer computers pc", "computer software systems it"),
    ("program programs programming", "software programmer"),
    ("website websites web", "web internet online"),
    ("phone telephone", "telephone telecommunications call"),
    ("photo photos picture pictures photograph", "photography photographer image"),
    ("draw drawing drawings", "draft design illustrate drawing"),
    ("movie movies film films", "motion picture film video"),
    ("music orchestra band", "musician music musical"),
    ("song songs", "music singer songwriter"),
    ("food meal meals", "food culinary meal"),
    ("bread cake cakes", "baker bakery baking pastry"),
    ("meat", "butcher meat"),
    ("drink drinks", "beverage bartender bar"),
    ("tree trees", "forestry arborist tree logging"),
    ("flower flowers", "floral florist"),
    ("garden lawn lawns grass", "landscaping groundskeeping horticulture gardener lawn"),
    ("fruit vegetable vegetables", "crop farm agricultural"),
    ("weather", "meteorologist atmospheric meteorology"),
    ("star stars planet planets space", "astronomer astronomy space"),
    ("rock rocks", "geologist geology geoscience"),
    ("number numbers", "statistics data mathematical numerical"),
    ("map maps", "cartographer geospatial geographic"),
    ("language languages", "translator interpreter linguist language"),
    ("book books", "library publication book"),
    ("newspaper newspapers", "news journalist reporter"),
    ("school schools", "education teacher school"),
    ("shop store", "retail store"),
    ("shopper customer customers client clients buyer", "customer client"),
    ("boss", "manager supervisor"),
    ("worker workers staff people", "employee personnel worker"),
    ("job jobs", "employment job"),
    ("trash garbage rubbish", "refuse waste garbage"),
    ("dirt dirty", "cleaning"),
    ("clothes clothing dress", "garment apparel sewing tailor"),
    ("shoe shoes", "footwear shoe"),
    ("furniture", "cabinetmaker upholsterer furniture"),
    ("wood wooden", "carpenter woodworking wood"),
    ("metal", "metal welding machinist"),
    ("brick bricks", "masonry mason brick"),
    ("glass window windows", "glazier glass window"),
    ("machine machines", "equipment machinery machine"),
    ("part parts", "component assembly"),
    ("factory", "manufacturing production plant"),
    ("box boxes", "freight material package"),
    ("warehouse", "warehouse stock distribution"),
    ("letter letters mail post", "mail postal"),
    ("prison prisoner prisoners jail", "correctional prison inmate"),
    ("police cop", "police officer law enforcement"),
    ("guard guards", "security guard"),
    ("fire fires", "firefighter fire"),
    ("army soldier", "military"),
    ("church", "clergy religious pastor"),
    ("sport sports", "athlete athletic sport"),
    ("fit fitness gym", "exercise fitness"),
    ("trip trips holiday holidays vacation", "travel tour tourism"),
    ("tourist tourists", "tour travel guide"),
    ("hotel", "lodging hospitality hotel"),
    ("medicine medicines drug drugs pill pills", "pharmacy pharmacist pharmaceutical medication"),
    ("drugstore chemist", "pharmacy pharmacist"),
    ("operation surgery", "surgical surgeon anesthesia surgery"),
    ("dead death", "funeral mortician embalmer"),
    ("marry wedding weddings", "wedding"),
    ("talk talks speak", "communicate speak speaking counsel"),
    ("help helps", "assist aid support help"),
    ("teach", "instruct teacher train educator"),
    ("learn", "study training"),
    ("sell", "sales seller agent retail"),
    ("buy", "purchase buyer purchasing procurement"),
    ("drive", "driver operate drive"),
    ("fly flies", "pilot flight"),
    ("cook", "chef cook food"),
    ("clean", "cleaner janitor housekeeping cleaning"),
    ("wash", "washer cleaner"),
    ("look watch", "care monitor"),
    ("care", "caregiver care nurse"),
    ("count", "inventory calculate count"),
    ("check", "inspect test quality verify"),
    ("plan", "plan schedule coordinate"),
    ("run lead", "manage manager operate supervise administrator"),
    ("write", "writer author editor"),
    ("build make", "construct build fabricate produce assemble maker"),
    ("put", "install set"),
    ("join", "weld joiner assemble"),
    ("cut", "cutter trim cut"),
    ("grow", "cultivate farm grower"),
    ("raise", "breed farm rancher"),
    ("catch", "fish hunt trap"),
    ("pick", "harvest picker"),
    ("carry move", "transport haul mover material"),
    ("send", "ship dispatch"),
    ("protect keep", "security protect"),
    ("arrest", "police officer arrest"),
    ("find", "investigate research detect"),
    ("hire", "recruit recruiter employment personnel"),
    ("answer", "receptionist operator respond"),
    ("type", "typist keyer keyboard data entry"),
    ("tell", "inform advise"),
    ("lend", "loan library"),
    ("show", "guide demonstrate"),
    ("preach", "clergy pastor minister"),
    ("bury", "funeral burial undertaker"),
    ("treat", "treatment therapist care"),
    ("guess predict forecast", "forecast predict"),
    ("study studies", "scientist research study"),
    ("play", "perform musician player"),
    ("act", "actor performer"),
    ("sew", "sewer sewing tailor seamstress"),
    ("paint", "painter paint"),
];

#[rustfmt::skip]
const SPANISH: [(&str, &str); 24] = [
    ("arreglar arregla compone", "reparar reparación mantenimiento mecánico"),
    ("coche coches carro carros", "automóvil automotriz vehículo"),
    ("camión camiones", "camionero transportista vehículo"),
    ("avión aviones", "aeronave piloto aviación"),
    ("niño niños niña niñas", "infantil preescolar"),
    ("bebé bebés", "infantil recién matrona"),
    ("anciano ancianos mayores viejos", "geriátrico dependientes"),
    ("enfermo enfermos", "paciente sanitario salud"),
    ("diente dientes muela muelas", "dental dentista"),
    ("sangre", "flebotomía extracción"),
    ("pelo cabello", "peluquero peluquería barbero"),
    ("casa casas", "vivienda inmobiliario residencial"),
    ("dinero", "financiero finanzas"),
    ("cuentas números", "contabilidad contable datos"),
    ("ordenador ordenadores computadora computadoras", "informática informático software sistemas"),
    ("comida", "alimentos cocina"),
    ("pan pasteles", "panadero panadería repostería"),
    ("limpiar limpia", "limpieza limpiador"),
    ("cocinar cocina", "cocinero chef"),
    ("vender vende", "ventas vendedor comercial"),
    ("cuidar cuida", "cuidador cuidados"),
    ("hablar habla", "comunicación atención"),
    ("enseñar enseña", "docente profesor formador"),
    ("conducir conduce manejar maneja", "conductor chófer"),
];

/// For each everyday stem, marked with its language, the marked stems of what trades say.
pub(super) struct Everyday(HashMap<String, Box<[String]>>);

impl Everyday {
    /// Those of the languages that have a stemmer here.
    pub(super) fn new(stems: &Stems) -> Self {
        let mut said: HashMap<String, Vec<String>> = HashMap::new();
        for (language, groups) in SAID {
            let mask = stems.mask(language);
            for (everyday, trade) in groups {
                let meant: Vec<String> = words(trade).flat_map(|word| stems.of(&word, mask).collect::<Vec<_>>()).collect();
                for stem in words(everyday).flat_map(|word| stems.of(&word, mask).collect::<Vec<_>>()) {
                    said.entry(stem).or_default().extend(meant.iter().cloned());
                }
            }
        }
        let tidy = |(stem, mut meant): (String, Vec<String>)| {
            meant.sort_unstable();
            meant.dedup();
            meant.retain(|other| *other != stem);
            (stem, meant.into())
        };
        Self(said.into_iter().map(tidy).collect())
    }

    /// The marked stems of what trades say for an everyday word of this marked stem.
    pub(super) fn of(&self, stem: &str) -> &[String] {
        self.0.get(stem).map_or(&[], |meant| meant)
    }
}

/// A question without words that only say that somebody does it; none where nothing would be left, or nothing goes. A short last word stays: it
/// may be the beginning of a longer one.
pub(super) fn without_fillers(words: &[String]) -> Option<Vec<String>> {
    let fills = |word: &String| FILLERS.contains(&word.as_str());
    let last = words.len().checked_sub(1)?;
    let begins = |at: usize, word: &String| at == last && word.chars().count() <= 3;
    let left = words.iter().enumerate().filter(|&(at, word)| !fills(word) || begins(at, word)).map(|(_, word)| word.clone());
    let left: Vec<String> = left.collect();
    (left.len() < words.len() && !left.iter().all(fills)).then_some(left)
}

/// The folded words of a group.
fn words(group: &str) -> impl Iterator<Item = String> {
    super::fold::words(group).into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_everyday_word_leads_to_what_trades_say_and_never_back_to_itself() {
        let stems = Stems::new(["en", "es"].into_iter());
        let everyday = Everyday::new(&stems);
        let says = |word: &str, language: &str, trade: &str| {
            let mask = stems.mask(language);
            let stem = stems.of(word, mask).next().unwrap();
            let meant = everyday.of(&stem);
            assert!(!meant.contains(&stem), "{word}");
            stems.of(trade, mask).all(|stem| meant.contains(&stem))
        };
        assert!(says("fixes", "en", "repairs"), "in any form of both words");
        assert!(says("kids", "en", "childcare"));
        assert!(says("coches", "es", "vehiculo"), "without accents, as words are folded");
        assert!(!says("fixes", "en", "sell"));
        assert_eq!(everyday.of("nothing"), [] as [String; 0]);
        assert_eq!(Everyday::new(&Stems::new(["de"].into_iter())).0.len(), 0);
    }

    #[test]
    fn fillers_go_unless_nothing_else_is_asked() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(without_fillers(&words("person who fixes cars")), Some(words("fixes cars")));
        assert_eq!(without_fillers(&words("data analyst")), None);
        assert_eq!(without_fillers(&words("person who works")), None);
        assert_eq!(without_fillers(&words("helps old people")), Some(words("helps old")));
        assert_eq!(without_fillers(&words("data an")), None);
    }
}
