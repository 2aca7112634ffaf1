//! The client that asks others, an identity provider or a collector of traces: one request a connection, within a size and a time, following nothing.

use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Uri,
    body::Bytes,
    client::conn::http1,
    header::{CONNECTION, HOST, HeaderValue},
    http::uri::Scheme,
};
use hyper_util::rt::TokioIo;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use std::{io, net::IpAddr, pin::Pin, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{
        self, ClientConfig, RootCertStore,
        crypto::ring,
        pki_types::{CertificateDer, InvalidDnsNameError, ServerName, pem::PemObject},
    },
};

/// Most bytes of an answer where nothing else is said: of metadata, of keys, of tokens.
pub(crate) const MOST_BYTES: usize = 256 << 10;
/// Most bytes of an answer's head.
const HEAD_BYTES: usize = 16 << 10;
/// How long one request may take in all where nothing else is said.
pub(crate) const TIME: Duration = Duration::from_secs(5);

/// Why nothing was fetched.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotFetched {
    #[error("`{0}` is not asked: only https is, and http where that was allowed")]
    Address(String),
    #[error("it cannot be reached: {0}")]
    Io(#[from] io::Error),
    #[error("`{0}` is no name of a server")]
    Name(#[from] InvalidDnsNameError),
    #[error("it does not speak HTTP: {0}")]
    Http(#[from] hyper::Error),
    #[error("its answer has more than {0} bytes, or breaks off")]
    Body(usize),
    #[error("it did not answer within {} ms", .0.as_millis())]
    Slow(Duration),
}

/// Who may be asked without TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Plain {
    /// Nobody.
    Nobody,
    /// This very machine.
    Here,
    /// Everybody: for what whoever runs the service has named, and is no secret.
    #[cfg_attr(not(feature = "otel"), expect(dead_code, reason = "only collectors of traces are asked so"))]
    Everybody,
}

/// Asks over TLS, and without it only who may be.
#[derive(Clone)]
pub(crate) struct Fetcher {
    tls: Arc<ClientConfig>,
    plain: Plain,
    bytes: usize,
    time: Duration,
}

impl Fetcher {
    /// One that believes the usual authorities, and those in `authorities` (PEM) besides.
    pub(crate) fn new(authorities: &[u8], plain: Plain) -> Result<Self, String> {
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        for certificate in CertificateDer::pem_slice_iter(authorities) {
            let certificate = certificate.map_err(|error| format!("the certificates of authorities cannot be read: {error}"))?;
            roots.add(certificate).map_err(|error| format!("a certificate of an authority cannot be used: {error}"))?;
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|error: rustls::Error| error.to_string())?;
        let tls = Arc::new(config.with_root_certificates(roots).with_no_client_auth());
        Ok(Self { tls, plain, bytes: MOST_BYTES, time: TIME })
    }

    /// The same, that reads at most so many bytes of an answer and waits so long for it.
    pub(crate) fn within(self, bytes: usize, time: Duration) -> Self {
        Self { bytes, time, ..self }
    }

    /// Asks once, for as long as it may take.
    pub(crate) async fn fetch(&self, request: HttpRequest) -> Result<HttpResponse, NotFetched> {
        timeout(self.time, self.asked(request)).await.unwrap_or(Err(NotFetched::Slow(self.time)))
    }

    async fn asked(&self, request: HttpRequest) -> Result<HttpResponse, NotFetched> {
        let (mut head, body) = request.into_parts();
        let address = head.uri.clone();
        let refused = || NotFetched::Address(without_query(&address));
        let host = address.host().map(|host| host.trim_matches(['[', ']'])).filter(|host| !host.is_empty()).ok_or_else(refused)?;
        let tls = address.scheme() == Some(&Scheme::HTTPS);
        let allowed = match self.plain {
            Plain::Nobody => false,
            Plain::Here => is_local(host),
            Plain::Everybody => true,
        };
        if !(tls || (allowed && address.scheme() == Some(&Scheme::HTTP))) {
            return Err(refused());
        }
        let port = address.port_u16().unwrap_or(if tls { 443 } else { 80 });
        let named = address.authority().and_then(|authority| HeaderValue::from_str(authority.as_str()).ok()).ok_or_else(refused)?;
        head.headers.insert(HOST, named);
        head.headers.insert(CONNECTION, HeaderValue::from_static("close"));
        head.uri = address.path_and_query().map_or(Uri::from_static("/"), |path| Uri::from(path.clone()));
        let stream = TcpStream::connect((host, port)).await?;
        let request = hyper::Request::from_parts(head, Full::new(Bytes::from(body)));
        if tls {
            let name = ServerName::try_from(host.to_owned())?;
            exchange(TlsConnector::from(self.tls.clone()).connect(name, stream).await?, request, self.bytes).await
        } else {
            exchange(stream, request, self.bytes).await
        }
    }
}

/// One request and its answer, whatever its status: a redirect is an answer like any other, and none that is expected.
async fn exchange<S>(stream: S, request: hyper::Request<Full<Bytes>>, most: usize) -> Result<HttpResponse, NotFetched>
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let (mut sender, connection) = http1::Builder::new().max_buf_size(HEAD_BYTES).handshake(TokioIo::new(stream)).await?;
    let talk = async {
        let (head, body) = sender.send_request(request).await?.into_parts();
        let whole = Limited::new(body, most).collect().await.map_err(|_| NotFetched::Body(most))?;
        Ok(HttpResponse::from_parts(head, whole.to_bytes().into()))
    };
    tokio::pin!(connection, talk);
    tokio::select! {
        answer = &mut talk => return answer,
        // The connection may end a moment before the last of the answer was taken from it.
        _ = &mut connection => {}
    }
    talk.await
}

impl<'c> AsyncHttpClient<'c> for Fetcher {
    type Error = NotFetched;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NotFetched>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.fetch(request))
    }
}

/// Whether a host is this very machine.
pub(super) fn is_local(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn without_query(address: &Uri) -> String {
    let text = address.to_string();
    text.split('?').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
    };

    fn get(address: &str) -> HttpRequest {
        hyper::Request::get(address).body(Vec::new()).unwrap()
    }

    /// Fetches from a server that answers every connection with these bytes.
    async fn fetched(answer: Vec<u8>) -> Result<HttpResponse, NotFetched> {
        fetched_by(Fetcher::new(b"", Plain::Here).unwrap(), answer).await
    }

    async fn fetched_by(fetcher: Fetcher, answer: Vec<u8>) -> Result<HttpResponse, NotFetched> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let at = listener.local_addr().unwrap();
        let serve = async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut read = [0; 1024];
            let _ = stream.read(&mut read).await;
            let _ = stream.write_all(&answer).await;
        };
        let serving = tokio::spawn(serve);
        let answer = fetcher.call(get(&format!("http://{at}/keys"))).await;
        serving.abort();
        answer
    }

    #[tokio::test]
    async fn an_answer_at_the_limit_is_read_and_one_byte_more_is_not() {
        let body = |bytes: usize| [format!("HTTP/1.1 200 OK\r\ncontent-length: {bytes}\r\n\r\n").into_bytes(), vec![b' '; bytes]].concat();
        assert_eq!(fetched(body(MOST_BYTES)).await.unwrap().body().len(), MOST_BYTES);
        assert!(matches!(fetched(body(MOST_BYTES + 1)).await, Err(NotFetched::Body(MOST_BYTES))));
        let few = || Fetcher::new(b"", Plain::Here).unwrap().within(10, TIME);
        assert_eq!(fetched_by(few(), body(10)).await.unwrap().body().len(), 10);
        assert!(matches!(fetched_by(few(), body(11)).await, Err(NotFetched::Body(10))), "as it is set");
        // The same where no length is said.
        let endless = [b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), vec![b' '; MOST_BYTES + 1]].concat();
        assert!(matches!(fetched(endless).await, Err(NotFetched::Body(_))));
    }

    #[tokio::test]
    async fn a_redirect_is_not_followed() {
        let answer = fetched(b"HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n".to_vec()).await;
        assert_eq!(answer.unwrap().status().as_u16(), 302);
    }

    #[tokio::test]
    async fn a_head_without_end_is_refused() {
        let head = [b"HTTP/1.1 200 OK\r\nx: ".to_vec(), vec![b'x'; 4 * HEAD_BYTES]].concat();
        assert!(matches!(fetched(head).await, Err(NotFetched::Http(_))));
    }

    #[tokio::test]
    async fn who_does_not_answer_is_not_waited_for() {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let at = listener.local_addr().unwrap();
        let fetcher = Fetcher::new(b"", Plain::Here).unwrap().within(MOST_BYTES, Duration::from_millis(20));
        assert!(matches!(fetcher.call(get(&format!("http://{at}/"))).await, Err(NotFetched::Slow(_))));
    }

    #[tokio::test]
    async fn nothing_is_asked_without_tls_but_this_machine() {
        let (near, far) = (Fetcher::new(b"", Plain::Here).unwrap(), Fetcher::new(b"", Plain::Nobody).unwrap());
        for (fetcher, address) in
            [(&near, "http://10.0.0.1/keys?x"), (&far, "http://127.0.0.1/keys"), (&far, "/keys"), (&near, "ftp://127.0.0.1/")]
        {
            let error = fetcher.call(get(address)).await.unwrap_err();
            assert!(matches!(&error, NotFetched::Address(said) if !said.contains('?')), "{address}: {error}");
        }
        assert!(Fetcher::new(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", Plain::Nobody).is_err());
    }
}
