//! Names of people, streets and cities.
//!
//! Always true: a name is kept as it was typed, less space at its ends. Any script, one letter, apostrophes and
//! hyphens pass (UX-03); refused is only what cannot be a name.

use crate::domain::{
    check::text::{is_letter, tidy},
    problem::Fault,
};

/// The most characters a name, street or city may have. Carriers cut labels long before.
const LONGEST: u16 = 100;

/// A person's name, as they write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName(String);

impl PersonName {
    /// Checks a name.
    ///
    /// # Errors
    /// `Missing`, `LooksLikeEmail`, `BadCharacter`, `NoLetter` or `TooLong`: the first that applies.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        lettered(text).map(Self)
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Checks a street with its number. One that is only a number passes: blocks of Japan and of some towns have no name.
///
/// # Errors
/// `Missing`, `LooksLikeEmail`, `BadCharacter`, `TooLong`, or `NoLetter` where not even a digit is given.
pub fn street(text: &str) -> Result<String, Fault> {
    let text = line(text)?;
    let says_something = |c: char| is_letter(c) || is_number(c);
    if text.chars().any(says_something) { Ok(text) } else { Err(Fault::NoLetter) }
}

/// Checks the name of a city, town or village. The Norwegian village Å is one.
///
/// # Errors
/// `Missing`, `LooksLikeEmail`, `BadCharacter`, `NoLetter` or `TooLong`.
pub fn city(text: &str) -> Result<String, Fault> {
    lettered(text)
}

/// Checks a further line, such as a company, a floor or a region.
///
/// # Errors
/// `Missing`, `LooksLikeEmail`, `BadCharacter` or `TooLong`.
pub fn line(text: &str) -> Result<String, Fault> {
    let text = tidy(text);
    if text.is_empty() {
        return Err(Fault::Missing);
    }
    if looks_like_email(&text) {
        return Err(Fault::LooksLikeEmail);
    }
    // Braces and angle brackets are in no address; they come with a template or a script gone wrong.
    if let Some(bad) = text.chars().find(|c| c.is_control() || matches!(c, '<' | '>' | '{' | '}')) {
        return Err(Fault::BadCharacter(bad));
    }
    if text.chars().count() > usize::from(LONGEST) {
        return Err(Fault::TooLong(LONGEST));
    }
    Ok(text)
}

fn lettered(text: &str) -> Result<String, Fault> {
    let text = line(text)?;
    if text.chars().any(is_letter) { Ok(text) } else { Err(Fault::NoLetter) }
}

fn is_number(c: char) -> bool {
    c.is_ascii_digit() || crate::domain::check::text::folded_char(c).is_some_and(|c| c.is_ascii_digit())
}

/// A name before an at sign and a dot behind it; a sign alone may be part of a firm's name.
fn looks_like_email(text: &str) -> bool {
    text.split(' ').any(|word| {
        word.split_once(['@', '＠']).is_some_and(|(mailbox, domain)| !mailbox.is_empty() && domain.contains('.'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Names as people have them, by script.
    const NAMES: &[&str] = &[
        "Ada Lovelace | Grace Hopper | O'Brien | Conor O’Neill | Mary-Jane Watson | X | Q | Ng | Li | Xi",
        "Cher | Teller | J. R. R. Tolkien | Martin Luther King Jr. | Sammy Davis, Jr. | Dr. No | Anna-Karin",
        "D'Arcy | Sinéad O'Connor | Seán Ó Faoláin",
        "Åse Ødegård | Øystein Ærø | Bjørn Dæhlie | Käthe Kollwitz | Jürgen Groß | Jørn Utzon",
        "Søren Kierkegaard | Þóra Þórðardóttir | Björk Guðmundsdóttir | Väinö Linna | Äiti Öljy | Íris Ýr",
        "Håkon Å | Sigrún Æsa | Eyþór Ingi | Pål Bø | Siw Malmkvist | Göran Persson | Märta Tikkanen",
        "Lönnrot",
        "François Mitterrand | Zoë Kravitz | Noël Coward | René Descartes | José Ángel | María José Núñez",
        "João Gonçalves | Inês Brandão | Peña Nieto | Joaquín Cortés | Müñoz | L'Hôpital",
        "Jean-François d'Ormesson | Guillaume Œuvre | Çetin | Àlex Crivillé | Núria Güell",
        "Josep Lluís i Carod | Vicenç | Sant'Anna",
        "Łukasz Żółć | Stanisław Lem | Wisława Szymborska | Jiří Ždárský | Dvořák | Šárka Čapková",
        "Ľudovít Štúr | Ján Kollár | Petőfi Sándor | Győző | Čedomir Đorđević | Žiga | Ștefan Țară | Mădălina",
        "Kęstutis Šimkus | Jānis Bērziņš | Õnne Pärn | Ünal Şahin | Işıl Gökçe | İbrahim Ağa",
        "Иван Петров | Анна Ахматова | Пётр Чайковский | Фёдор | Юлия Щукина | Тарас Шевченко | Їжакевич",
        "Ґалаґан | Зоя Ў | Љиљана Њежић | Ђорђе | Күләш | Өлзий | Ѓорѓи | Мария-Антоанета | Ж | Эдгар По",
        "Алексей О'Коннор | Ырысбек | Ҳамид",
        "Νίκος Καζαντζάκης | Μαρία Κάλλας | Ελένη Παπαδοπούλου | Οδυσσέας Ελύτης | Ω | Ϊωάννα | Գարեգին Նժդեհ",
        "Արամ Խաչատրյան | შოთა რუსთაველი | ნინო ჭავჭავაძე | ᲨᲝᲗᲐ | Ἀριστοτέλης",
        "محمد علي | فاطمة الزهراء | عبد الرحمن بن عوف | أم كلثوم | نجيب محفوظ | علی\u{200c}رضا محمدی | زهرا",
        "شیرین عبادی | خالد | ئاسۆ | نور جہاں | اقبال | آ | ى | محمّد | لَيْلى | ګل | ڄام | ٱللهك | هـ",
        "דוד בן-גוריון | שרה לוי | נעמי שמר | ג׳ורג׳ | צה״ל כהן | א | רחל | ייִדיש",
        "王伟 | 李娜 | 张三 | 欧阳修 | 司马相如 | 丁 | 陳小春 | 蔡英文 | 黃 | 𠮷野家 | 山田太郎 | 佐々木 希 | さとう はなこ | サトウ ハナコ | ﾔﾏﾀﾞ ﾀﾛｳ",
        "マイケル・ジャクソン | 髙橋 | 渡邊 | 〆木 | 々",
        "김철수 | 박지성 | 이 | 남궁 민수 | 황보 | 金正恩 | ㄱ | 선우",
        "महात्मा गांधी | नरेन्द्र | रवीन्द्रनाथ ठाकुर | লতা | সত্যজিৎ রায় | তসলিমা | ਗੁਰੂ ਨਾਨਕ | ગાંધી",
        "ଜଗନ୍ନାଥ | தமிழ்செல்வி | ரஜினிகாந்த் | రామారావు | ಕುವೆಂಪು | മമ്മൂട്ടി | අනුර | क | क्\u{200d}ष",
        "สมชาย ใจดี | ภูมิพล | ລາວ ສົມ | အောင်ဆန်း | ព្រះ នរោត្តម | བསྟན་འཛིན | ᠮᠣᠩᠭᠣᠯ | Nguyễn Thị Minh Khai",
        "Trần Đức Lương | Phạm Ngũ Lão | Đỗ Mười | Ế",
        "ኃይለ ሥላሴ | ደራርቱ | ⴰⵎⴰⵣⵉⵖ | ⵣ | Ọlúṣẹ́gun Ọbásanjọ́ | Ngũgĩ wa Thiong'o | N!xau | ǃXu | Kwame Nkrumah",
        "ߛߎߟߋ | ꕉꕜꕮ | Nǁng",
        "Kamehameha Kaʻahumanu | Kealiʻi | Sequoyah ᏍᏏᏉᏯ | ᐃᓄᒃ | ᑲᓇᑕ | Te Rauparaha Māori | Tūī | Fa'afafine",
        "Hawaiʻi Ōlelo | Nārāyaṇa | Rāma Śarmā | ʻAkau",
        "X Æ A-12 | Jennifer 8. Lee | Louis XIV | Robert'); Drop | 50 Cent | Anna (Bo) | A. | Smith & Sons",
        "Wolfeschlegelsteinhausenbergerdorff | Elizabeth II | Malcolm X | Æ | ß | ﬁona | Ａｄａ | Ǆ | Þ | ª | Oo",
        "Null | Test | None | Undefined | True",
    ];

    #[track_caller]
    fn bad(typed: &str, fault: Fault) {
        assert_eq!(PersonName::parse(typed), Err(fault), "{typed:?}");
    }

    // shows: UX-03
    #[test]
    fn nobody_is_refused() {
        let names: Vec<&str> = NAMES.iter().flat_map(|row| row.split(" | ")).collect();
        assert!(names.len() >= 200, "only {}", names.len());
        for name in names {
            assert_eq!(PersonName::parse(name).as_ref().map(PersonName::as_str), Ok(name), "{name}");
        }
    }

    #[test]
    fn each_mistake_has_its_cause() {
        bad("", Fault::Missing);
        bad("  \u{3000}\u{200e}", Fault::Missing);
        bad("12345", Fault::NoLetter);
        bad("٤٢", Fault::NoLetter);
        bad("---", Fault::NoLetter);
        bad("😀", Fault::NoLetter);
        bad(".", Fault::NoLetter);
        bad("ada@example.com", Fault::LooksLikeEmail);
        bad("Ada ada@example.com", Fault::LooksLikeEmail);
        bad("<b>Ada</b>", Fault::BadCharacter('<'));
        bad("{{name}}", Fault::BadCharacter('{'));
        bad("Ada\u{7}", Fault::BadCharacter('\u{7}'));
        bad("Ada\nLovelace", Fault::BadCharacter('\n'));
        bad(&"ö".repeat(101), Fault::TooLong(100));
        assert!(PersonName::parse(&"ö".repeat(100)).is_ok());
    }

    #[test]
    fn only_the_ends_are_trimmed() {
        assert_eq!(PersonName::parse(" \u{a0}Ada  Lovelace\t").unwrap().as_str(), "Ada  Lovelace");
    }

    #[test]
    fn streets_pass_as_people_write_them() {
        for typed in [
            "Karl Johans gate 1",
            "Mannerheimintie 12 A 3",
            "10 Downing Street",
            "Straße des 17. Juni 135",
            "12/3",
            "4",
            "〒100 千代田区1-1",
            "1-1-2",
            "Postboks 123",
            "Ул. Ленина, д. 5, кв. 6",
            "شارع التحرير ٥",
            "C/ Mayor, 5 2º B",
            "Rue de l'Église 3bis",
            "Plot #4, Sector-7",
            "c/o Ada",
            "٥",
            "Haus «Sonne»",
            "Unit 5 & 6",
            "Nr. 7 (hinten)",
        ] {
            assert_eq!(street(typed), Ok(typed.to_owned()));
        }
    }

    #[test]
    fn streets_have_their_own_causes() {
        assert_eq!(street(" "), Err(Fault::Missing));
        assert_eq!(street("-"), Err(Fault::NoLetter));
        assert_eq!(street("ada@example.com"), Err(Fault::LooksLikeEmail));
        assert_eq!(street("Gate 1 <br>"), Err(Fault::BadCharacter('<')));
        assert_eq!(street(&"a".repeat(101)), Err(Fault::TooLong(100)));
    }

    #[test]
    fn cities_pass_as_they_are_called() {
        for typed in [
            "Å",
            "Oslo",
            "'s-Hertogenbosch",
            "L'Aquila",
            "Y",
            "Saint-Étienne",
            "东京",
            "القاهرة",
            "Йошкар-Ола",
            "Νέα Σμύρνη",
            "Paris 15e",
            "Kópavogur",
            "Hà Nội",
            "St. John's",
            "Llanfairpwllgwyngyll",
            "Frankfurt (Oder)",
            "Halle/Saale",
        ] {
            assert_eq!(city(typed), Ok(typed.to_owned()));
        }
    }

    #[test]
    fn cities_have_their_own_causes() {
        assert_eq!(city(""), Err(Fault::Missing));
        assert_eq!(city("0150"), Err(Fault::NoLetter));
        assert_eq!(city("a@b.no"), Err(Fault::LooksLikeEmail));
        assert_eq!(city(&"a".repeat(101)), Err(Fault::TooLong(100)));
    }

    proptest! {
        #[test]
        fn anything_may_be_typed(text in any::<String>()) {
            if let Ok(name) = PersonName::parse(&text) {
                prop_assert_eq!(PersonName::parse(name.as_str()), Ok(name.clone()));
            }
            if let Ok(street_line) = street(&text) {
                prop_assert_eq!(street(&street_line), Ok(street_line.clone()));
            }
            let _ = city(&text);
        }

        #[test]
        fn letters_of_any_script_make_a_name(text in "\\p{L}{1,40}") {
            prop_assert!(PersonName::parse(&text).is_ok(), "{}", text);
        }
    }
}
