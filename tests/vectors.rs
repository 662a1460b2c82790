//! The primitives against what others published, and tokens against a second implementation.
//!
//! Every test asserts how many vectors it ran: a file that shrinks or is not found fails.

use crate::util::{Work, root};
use iesiz::crypto::fpe::{Ff1, Ff1Error, domain_size};
use iesiz::crypto::ip_prefix::IpPrefix;
use iesiz::crypto::prf::{HKDF_LIMIT, Prf, hkdf};
use iesiz::crypto::sign::{self, PublicKey};
use iesiz::crypto::siv::{Siv, SivKey, TAG};
use iesiz::keys::{Domain, Keyset, Tokenizer};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::process::{Command, Stdio};

fn unhex(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> =
        hex.chars().filter_map(|c| c.to_digit(16)).map(|d| u8::try_from(d).expect("a digit")).collect();
    assert_eq!(digits.len() % 2, 0, "{hex}");
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn file(name: &str) -> Value {
    let text = std::fs::read_to_string(root().join("tests/vectors").join(name)).expect("the vectors");
    serde_json::from_str(&text).expect("JSON")
}

/// A vector and the group that it stands in.
struct Vector {
    group: Value,
    test: Value,
}

impl Vector {
    fn text(&self, field: &str) -> &str {
        self.test[field].as_str().unwrap_or_else(|| panic!("no {field} in {}", self.test))
    }

    fn bytes(&self, field: &str) -> Vec<u8> {
        unhex(self.text(field))
    }

    fn is_valid(&self) -> bool {
        match self.text("result") {
            "valid" => true,
            "invalid" => false,
            other => panic!("{other} is neither valid nor invalid"),
        }
    }

    fn id(&self) -> &Value {
        &self.test["tcId"]
    }
}

/// All vectors of a file of Wycheproof's, as many as it says.
fn wycheproof(name: &str) -> Vec<Vector> {
    let mut document = file(name);
    let mut vectors = Vec::new();
    for mut group in document["testGroups"].take().as_array().expect("groups").iter().cloned() {
        let tests = group["tests"].take();
        vectors.extend(
            tests.as_array().expect("tests").iter().map(|test| Vector { group: group.clone(), test: test.clone() }),
        );
    }
    assert_eq!(document["numberOfTests"], vectors.len());
    vectors
}

/// Numerals of a text; a symbol outside the alphabet becomes the least numeral that is none.
fn numerals(text: &str, alphabet: &str) -> Vec<u16> {
    let of = |symbol| u16::try_from(alphabet.find(symbol).unwrap_or(alphabet.len())).expect("a small alphabet");
    text.chars().map(of).collect()
}

/// Asserts the outcome of an FF1 vector and says which it was.
fn ff1(vector: &Vector) -> &'static str {
    let radix = u32::try_from(vector.group["radix"].as_u64().expect("a radix")).expect("a small radix");
    let alphabet = vector.group["alphabet"].as_str().expect("an alphabet");
    let [plain, cipher] = ["msg", "ct"].map(|field| numerals(vector.text(field), alphabet));
    let tweak = vector.bytes("tweak");
    let ff1 = match Ff1::new(&vector.bytes("key"), radix) {
        Ok(ff1) => ff1,
        Err(Ff1Error::KeyLength(_)) if !vector.is_valid() => return "key of another length",
        Err(error) => panic!("{}: {error}", vector.id()),
    };
    let encrypted = ff1.encrypt(&tweak, &plain);
    match encrypted {
        Err(Ff1Error::Domain(size)) if vector.is_valid() => {
            assert_eq!(size, domain_size(radix, plain.len()));
            assert!((100..1_000_000).contains(&size), "{}", vector.id());
            assert_eq!(ff1.decrypt(&tweak, &cipher), Err(Ff1Error::Domain(size)), "{}", vector.id());
            return "small domain";
        }
        Err(Ff1Error::Length(_) | Ff1Error::Domain(_)) if !vector.is_valid() => return "too short",
        Err(Ff1Error::Numeral) if !vector.is_valid() => return "outside the alphabet",
        _ => {}
    }
    assert!(vector.is_valid(), "{} was not rejected", vector.id());
    assert_eq!(encrypted, Ok(cipher.clone()), "{}", vector.id());
    assert_eq!(ff1.decrypt(&tweak, &cipher), Ok(plain), "{}", vector.id());
    "round trip"
}

/// How often each outcome was seen, in alphabetical order.
fn tally(outcomes: impl Iterator<Item = &'static str>) -> Vec<(&'static str, usize)> {
    let mut counts = std::collections::BTreeMap::new();
    outcomes.for_each(|outcome| *counts.entry(outcome).or_insert(0) += 1);
    counts.into_iter().collect()
}

/// Valid by the standard's first edition, which asked for 100 values, and refused here: 12 of fewer than a million.
#[test]
fn ff1_base_10_wycheproof() {
    let expected = [
        ("key of another length", 5),
        ("outside the alphabet", 522),
        ("round trip", 3_300),
        ("small domain", 12),
        ("too short", 6),
    ];
    assert_eq!(tally(wycheproof("aes_ff1_base10_test.json").iter().map(ff1)), expected);
}

#[test]
fn ff1_base_36_wycheproof() {
    let expected = [
        ("key of another length", 5),
        ("outside the alphabet", 378),
        ("round trip", 2_459),
        ("small domain", 6),
        ("too short", 6),
    ];
    assert_eq!(tally(wycheproof("aes_ff1_base36_test.json").iter().map(ff1)), expected);
}

/// The nine FF1 samples that NIST published with SP 800-38G: three for each key length, two of them radix 10.
#[test]
fn ff1_samples_of_sp_800_38g() {
    const KEY: &str = "2b7e151628aed2a6abf7158809cf4f3cef4359d8d580aa4f7f036d6f04fc6a94";
    const SYMBOLS: &str = "0123456789abcdefghijklmnopqrstuvwxyz";
    let ciphertexts = [
        (16, ["2433477484", "6124200773", "a9tv40mll9kdu509eum"]),
        (24, ["2830668132", "2496655549", "xbj3kv35jrawxv32ysr"]),
        (32, ["6657667009", "1001623463", "xs8a0azh2avyalyzuwd"]),
    ];
    let questions =
        [(10, &b""[..], "0123456789"), (10, b"9876543210", "0123456789"), (36, b"7777pqrs777", "0123456789abcdefghi")];
    let mut samples = 0;
    for (bytes, answers) in ciphertexts {
        for ((radix, tweak, plain), cipher) in questions.iter().zip(answers) {
            let ff1 = Ff1::new(&unhex(KEY)[..bytes], *radix).expect("a key and a radix");
            let [plain, cipher] = [plain, cipher].map(|text| numerals(text, SYMBOLS));
            assert_eq!(ff1.encrypt(tweak, &plain), Ok(cipher.clone()));
            assert_eq!(ff1.decrypt(tweak, &cipher), Ok(plain));
            samples += 1;
        }
    }
    assert_eq!(samples, 9);
}

fn siv_vector<K>(vector: &Vector) -> &'static str
where
    K: SivKey + Copy + for<'a> TryFrom<&'a [u8]>,
{
    let Ok(key) = K::try_from(&vector.bytes("key")) else { panic!("{}: a key of another length", vector.id()) };
    let siv = Siv::new(&key);
    let (associated, plain, sealed) = (vector.bytes("aad"), vector.bytes("msg"), vector.bytes("ct"));
    let opened = siv.open(&[&associated], &sealed);
    if !vector.is_valid() {
        assert_eq!(opened, None, "{}", vector.id());
        return "rejected";
    }
    assert_eq!(siv.seal(&[&associated], &plain), sealed, "{}", vector.id());
    assert_eq!(opened, Some(plain), "{}", vector.id());
    "round trip"
}

#[test]
fn aes_siv_wycheproof() {
    let vectors = wycheproof("aes_siv_cmac_test.json");
    let outcomes = vectors.iter().map(|vector| match vector.group["keySize"].as_u64() {
        Some(256) => siv_vector::<[u8; 32]>(vector),
        Some(384) => siv_vector::<[u8; 48]>(vector),
        Some(512) => siv_vector::<[u8; 64]>(vector),
        other => panic!("a key of {other:?} bits"),
    });
    assert_eq!(tally(outcomes), [("rejected", 324), ("round trip", 118)]);
}

/// RFC 5297, A.1 and A.2: one associated text, and two before a nonce.
#[test]
fn aes_siv_of_rfc_5297() {
    let examples: [(&str, &[&str], &str, &str); 2] = [
        (
            "fffefdfcfbfaf9f8f7f6f5f4f3f2f1f0 f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
            &["101112131415161718191a1b1c1d1e1f2021222324252627"],
            "112233445566778899aabbccddee",
            "85632d07c6e8f37f950acd320a2ecc93 40c02b9690c4dc04daef7f6afe5c",
        ),
        (
            "7f7e7d7c7b7a79787776757473727170 404142434445464748494a4b4c4d4e4f",
            &[
                "00112233445566778899aabbccddeeffdeaddadadeaddadaffeeddccbbaa99887766554433221100",
                "102030405060708090a0",
                "09f911029d74e35bd84156c5635688c0",
            ],
            "7468697320697320736f6d6520706c61696e7465787420746f20656e6372797074207573696e67205349562d414553",
            "7bdb6e3b432667eb06f4d14bff2fbd0f cb900f2fddbe404326601965c889bf17dba77ceb094fa663b7a3f748ba8af829ea64ad544a272e9c485b62a3fd5c0d",
        ),
    ];
    for (key, associated, plain, sealed) in examples {
        let siv = Siv::<[u8; 32]>::new(&unhex(key).try_into().expect("32 bytes"));
        let associated: Vec<Vec<u8>> = associated.iter().map(|text| unhex(text)).collect();
        let associated: Vec<&[u8]> = associated.iter().map(Vec::as_slice).collect();
        assert_eq!(hex(&siv.seal(&associated, &unhex(plain))), hex(&unhex(sealed)));
        assert_eq!(siv.open(&associated, &unhex(sealed)), Some(unhex(plain)));
        assert_eq!(unhex(sealed).len(), unhex(plain).len() + TAG);
    }
}

#[test]
fn hmac_sha_256_wycheproof() {
    let outcomes: Vec<_> = wycheproof("hmac_sha256_test.json")
        .iter()
        .map(|vector| {
            let bits = vector.group["tagSize"].as_u64().expect("a tag size");
            let tag = vector.bytes("tag");
            assert_eq!(tag.len() as u64 * 8, bits, "{}", vector.id());
            let mac = Prf::of_key(&vector.bytes("key")).mac(&vector.bytes("msg"));
            assert_eq!(mac[..tag.len()] == tag, vector.is_valid(), "{}", vector.id());
            if !vector.is_valid() {
                "rejected"
            } else if tag.len() < mac.len() {
                "truncated"
            } else {
                "whole"
            }
        })
        .collect();
    assert_eq!(tally(outcomes.into_iter()), [("rejected", 108), ("truncated", 33), ("whole", 33)]);
}

/// RFC 4231, 4.2 to 4.8; the fifth gives 128 bits.
#[test]
fn hmac_sha_256_of_rfc_4231() {
    let counted: Vec<u8> = (1..=25).collect();
    let cases: [(&[u8], &[u8], &str); 7] = [
        (&[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        (b"Jefe", b"what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        (&[0xaa; 20], &[0xdd; 50], "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"),
        (&counted, &[0xcd; 50], "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"),
        (&[0x0c; 20], b"Test With Truncation", "a3b6167473100ee06e0c796c2955552b"),
        (
            &[0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        ),
        (
            &[0xaa; 131],
            b"This is a test using a larger than block-size key and a larger than block-size data. \
              The key needs to be hashed before being used by the HMAC algorithm.",
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
        ),
    ];
    for (at, (key, message, tag)) in cases.into_iter().enumerate() {
        assert!(hex(&Prf::of_key(key).mac(message)).starts_with(tag), "case {}", at + 1);
        // Where the key is no longer than ours, the constructor for ours says the same: HMAC pads keys with zeros.
        if key.len() <= 32 {
            let padded = std::array::from_fn(|at| key.get(at).copied().unwrap_or(0));
            assert!(hex(&Prf::new(&padded).mac(message)).starts_with(tag), "case {}", at + 1);
        }
    }
}

#[test]
fn hkdf_sha_256_wycheproof() {
    let outcomes: Vec<_> = wycheproof("hkdf_sha256_test.json")
        .iter()
        .map(|vector| {
            let size = usize::try_from(vector.test["size"].as_u64().expect("a size")).expect("a small size");
            let mut okm = vec![0; size];
            let done = hkdf(&vector.bytes("ikm"), &vector.bytes("salt"), &vector.bytes("info"), &mut okm);
            assert_eq!(done.is_ok(), vector.is_valid(), "{}", vector.id());
            if done.is_err() {
                assert!(size > HKDF_LIMIT, "{}", vector.id());
                return "rejected";
            }
            assert_eq!(hex(&okm), vector.text("okm"), "{}", vector.id());
            "derived"
        })
        .collect();
    assert_eq!(tally(outcomes.into_iter()), [("derived", 83), ("rejected", 3)]);
}

/// RFC 5869, A.1 to A.3: the cases for SHA-256.
#[test]
fn hkdf_sha_256_of_rfc_5869() {
    let range = |from: u8, to: u8| (from..=to).collect::<Vec<u8>>();
    let cases = [
        (
            vec![0x0b; 22],
            range(0x00, 0x0c),
            range(0xf0, 0xf9),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
        ),
        (
            range(0x00, 0x4f),
            range(0x60, 0xaf),
            range(0xb0, 0xff),
            "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3434f1d87",
        ),
        (
            vec![0x0b; 22],
            vec![],
            vec![],
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8",
        ),
    ];
    for (ikm, salt, info, okm) in cases {
        let mut out = vec![0; okm.len() / 2];
        assert_eq!(hkdf(&ikm, &salt, &info, &mut out), Ok(()));
        assert_eq!(hex(&out), okm);
    }
}

/// What a lenient reader would take too: scalars that are not reduced, points in another spelling, lengths that are not 64 bytes.
#[test]
fn ed25519_wycheproof() {
    let outcomes = wycheproof("ed25519_test.json").into_iter().map(|vector| {
        let public = unhex(vector.group["publicKey"]["pk"].as_str().expect("a key")).try_into().expect("32 bytes");
        let key = PublicKey::from_bytes(&public).expect("a key");
        let Ok(signature) = vector.bytes("sig").try_into() else {
            assert!(!vector.is_valid(), "{}", vector.id());
            return "another length";
        };
        assert_eq!(key.has_signed(&vector.bytes("msg"), &signature), vector.is_valid(), "{}", vector.id());
        if vector.is_valid() { "verified" } else { "rejected" }
    });
    assert_eq!(tally(outcomes), [("another length", 12), ("rejected", 50), ("verified", 88)]);
}

/// RFC 8032, 7.1: tests 1, 2, 3 and SHA(abc).
#[test]
fn ed25519_of_rfc_8032() {
    let cases = [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
        (
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ),
        (
            "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
            "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704",
        ),
    ];
    for (seed, public, message, signature) in cases {
        let seed = unhex(seed).try_into().expect("32 bytes");
        let key = sign::public_key(&seed).expect("a key");
        assert_eq!(Some(&key), PublicKey::from_bytes(&unhex(public).try_into().expect("32 bytes")).as_ref());
        let made = sign::sign(&seed, &unhex(message));
        assert_eq!(hex(&made), signature);
        assert!(key.has_signed(&unhex(message), &made) && !key.has_signed(b"another", &made));
    }
}

/// Of the draft's four variants, the one that keeps networks together is built.
#[test]
fn ipcrypt_pfx_of_the_draft() {
    let document = file("ipcrypt.json");
    let vectors = document.as_array().expect("vectors");
    let mut ran = 0;
    for vector in vectors.iter().filter(|vector| vector["variant"] == "ipcrypt-pfx") {
        let text = |field: &str| vector[field].as_str().expect("a text");
        let prefix = IpPrefix::new(&unhex(text("key")).try_into().expect("32 bytes")).expect("two halves");
        let [plain, cipher] = ["ip", "encrypted_ip"].map(|field| text(field).parse().expect("an address"));
        assert_eq!(prefix.encrypt(plain), cipher, "{plain}");
        assert_eq!(prefix.decrypt(cipher), plain, "{cipher}");
        ran += 1;
    }
    assert_eq!((vectors.len(), ran), (31, 16));
}

/// The tokens of [`VALUES`] values under the key of 32 bytes 0x42, each with a line end, through one SHA-256. Written for Python's standard
/// library from the README's description, not from our sources.
const SECOND: &str = r#"
import base64, hashlib, hmac, sys
def lp(text): return len(text.encode()).to_bytes(2, "big") + text.encode()
def hkdf(root, salt, info, length):
    prk, block, out = hmac.digest(salt, root, "sha256"), b"", b""
    while len(out) < length:
        block = hmac.digest(prk, block + info + bytes([len(out) // 32 + 1]), "sha256")
        out += block
    return out[:length]
info = b"".join(map(lp, ["pseudonym", "warehouse", "uni", "skillbox.kz", "email", "email/c1/1"])) + (7).to_bytes(4, "big")
key = hkdf(b"\x42" * 32, b"iesiz/v1", info, 32)
stream = hashlib.sha256()
for n in range(int(sys.argv[1])):
    value = ("user%d@example.kz" % n).rjust(n % 97 + 1, "x").encode()
    token = base64.b32encode(hmac.digest(key, value, "sha256")[:16]).decode().rstrip("=").lower()
    stream.update(b"em_" + token.encode() + b"\n")
print(stream.hexdigest())
"#;

const VALUES: usize = 1_000_000;

/// A million values of 1 to 97 bytes and more, so that one block of SHA-256 and two are both met.
#[test]
fn a_second_implementation_makes_the_same_tokens() {
    let work = Work::new();
    let script = work.write("second.py", SECOND);
    let second = Command::new("python3")
        .arg(script)
        .arg(VALUES.to_string())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is needed");
    let keys = Keyset::from_root([0x42; 32], 7);
    let domain =
        Domain { profile: "warehouse", recipient: "uni", site: "skillbox.kz", domain: "email", form: "email/c1/1" };
    let tokenizer = Tokenizer::new(&keys, domain, "em");
    let mut stream = Sha256::new();
    let (mut value, mut token) = (String::new(), Vec::new());
    for n in 0..VALUES {
        value.clear();
        let _ = write!(value, "user{n}@example.kz");
        let missing = (n % 97 + 1).saturating_sub(value.len());
        value.insert_str(0, &"x".repeat(missing));
        token.clear();
        tokenizer.write(value.as_bytes(), &mut token);
        token.push(b'\n');
        stream.update(&token);
    }
    let output = second.wait_with_output().expect("python3 ends");
    assert!(output.status.success(), "python3 failed");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), hex(&stream.finalize()));
}
