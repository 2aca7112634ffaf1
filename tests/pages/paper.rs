//! Plans on paper: PDFs that can be read aloud, in every language.

use super::{StatusCode, get, header, large, small};

#[tokio::test]
async fn a_way_comes_as_a_pdf_that_can_be_read_aloud() {
    for language in ["en", "es", "en-XA", "ar-XB"] {
        let path = format!("/{language}/plan.pdf?role=data-analyst&can=sql~1&hours=5&pick=fastest&budget=900");
        let got = get(small(), &path).await;
        assert_eq!((got.status, &got.headers[header::CONTENT_TYPE]), (StatusCode::OK, &"application/pdf".parse().unwrap()), "{path}");
        assert_eq!(got.headers[header::CONTENT_DISPOSITION], "attachment; filename=\"pathstack.pdf\"");
        // What the writer checked is written down, and so are title and language.
        let title = if language == "es" { "Tu camino hasta " } else { "Your way to " };
        for sign in ["%PDF-1.7", "/StructTreeRoot", "pdfuaid:part>1", "/Marked true", language] {
            assert!(got.body.contains(sign), "{path} has no {sign}");
        }
        assert!(language.contains('-') || got.body.contains(title), "{path} has no title");
        assert_eq!(got.body, get(small(), &path).await.body, "the same question gives the same bytes");
    }
    assert_eq!(get(small(), "/en/plan.pdf?role=data-analyst&budget=1").await.status, StatusCode::NOT_FOUND);
    assert_eq!(get(small(), "/en/plan.pdf?role=nobody-is-called-so").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_long_way_of_the_starter_catalogue_fits_on_paper() {
    let got = get(large(), "/en/plan.pdf?role=data-analyst&hours=3").await;
    assert_eq!(got.status, StatusCode::OK, "{}", got.body.chars().take(300).collect::<String>());
    let sheets =
        got.body.matches("/Type/Page\n").count() + got.body.matches("/Type/Page/").count() + got.body.matches("/Type /Page\n").count();
    assert!((2..=12).contains(&sheets), "{sheets} sheets");
    assert!(got.body.len() < 400_000, "{}", got.body.len());
}
