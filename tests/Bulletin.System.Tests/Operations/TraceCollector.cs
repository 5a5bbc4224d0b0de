using System.Collections.Concurrent;
using System.Net;

namespace Bulletin.SystemTests.Operations;

/// <summary>A span as it left its process.</summary>
internal sealed record Span(string Service, string Name, string TraceId, string Id, string ParentId, IReadOnlyList<string> LinkedTraces);

/// <summary>Takes traces as any collector does, by OTLP over HTTP.</summary>
internal sealed class TraceCollector : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentBag<Span> _spans = [];
    private readonly Task _taking;

    public TraceCollector()
    {
        Url = $"http://127.0.0.1:{Ports.Free()}/";
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _taking = Take();
    }

    private string Url { get; }

    public IReadOnlyCollection<Span> Spans => _spans;

    /// <summary>What a process is told to send its spans here, and soon.</summary>
    public (string Key, string Value)[] Settings =>
        [("OTEL_EXPORTER_OTLP_ENDPOINT", Url), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "100")];

    private async Task Take()
    {
        while (true)
        {
            try
            {
                var request = await _listener.GetContextAsync();
                var body = new MemoryStream();
                await request.Request.InputStream.CopyToAsync(body);
                if (request.Request.Url!.AbsolutePath == "/v1/traces") Keep(new Protobuf(body.ToArray()));
                request.Response.Close();
            }
            catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    /// <summary>By the numbers of fields in opentelemetry/proto/trace/v1/trace.proto.</summary>
    private void Keep(Protobuf export)
    {
        foreach (var resource in export.Messages(1))
        {
            var attributes = resource.Messages(1).SelectMany(r => r.Messages(1)).ToDictionary(a => a.Text(1), a => a.Messages(2).Select(v => v.Text(1)).FirstOrDefault(""));
            foreach (var span in resource.Messages(2).SelectMany(scope => scope.Messages(2)))
                _spans.Add(new(attributes["service.name"], span.Text(5), span.Hex(1), span.Hex(2), span.Hex(4), [.. span.Messages(13).Select(link => link.Hex(1))]));
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _taking;
    }
}
