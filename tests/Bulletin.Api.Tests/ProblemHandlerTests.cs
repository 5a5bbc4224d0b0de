using System.Text.Json;
using Bulletin.Api.Http;
using Bulletin.Grains;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bulletin.Api.Tests;

/// <summary>What a failed request logs, and what its caller receives.</summary>
public sealed class ProblemHandlerTests
{
    private const string TheirTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

    public static TheoryData<Exception> Failures => [new InvalidOperationException("a mistake"), new StorageUnavailableException("gone")];

    [Theory, MemberData(nameof(Failures))]
    public async Task The_log_names_the_request_as_its_caller_is_told(Exception failure)
    {
        var (told, line) = await Handle(failure, new DefaultHttpContext { TraceIdentifier = "connection:1" });

        Assert.Equal("connection:1", told);
        Assert.Contains(told, line, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Failures))]
    public async Task Who_traces_finds_a_failure_by_their_own_trace(Exception failure)
    {
        DefaultHttpContext context = new();
        context.Request.Headers.TraceParent = $"00-{TheirTrace}-00f067aa0ba902b7-01";

        var (told, line) = await Handle(failure, context);

        Assert.Equal(TheirTrace, told);
        Assert.Contains(told, line, StringComparison.Ordinal);
    }

    private static async Task<(string Told, string Line)> Handle(Exception failure, DefaultHttpContext context)
    {
        Lines log = new();
        using MemoryStream body = new();
        context.Response.Body = body;

        Assert.True(await new ProblemHandler(log).TryHandleAsync(context, failure, TestContext.Current.CancellationToken));

        using var answer = JsonDocument.Parse(body.ToArray());
        return (answer.RootElement.GetProperty("traceId").GetString()!, Assert.Single(log.Written));
    }

    private sealed class Lines : ILogger<ProblemHandler>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));
    }
}
