using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Bulletin.Operations;

/// <summary>
/// Logs one line per event with its time; as JSON if <c>Logging:Console:FormatterName</c> is <c>json</c>.
/// <c>Logging:LogLevel</c> selects the events.
/// </summary>
public static class Logs
{
    /// <summary>
    /// Below the warning level, these categories log client data: requests with their query string, which carries the token of
    /// a browser's WebSocket, paths, which end in the token of an invitation, and hub calls with the text of messages. No setting
    /// enables them.
    /// </summary>
    private static readonly string[] Indiscreet =
        [Requests, "Microsoft.AspNetCore.Routing.Matching.DfaMatcher", "Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher"];
    private const string Requests = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public static IHostApplicationBuilder AddBulletinLogging(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Notices.From(builder.Configuration));
        // Console only: log collectors read from there.
        builder.Logging.ClearProviders()
            .AddConsole(console => console.FormatterName = ConsoleLineFormatter.FormatName)
            .AddConsoleFormatter<ConsoleLineFormatter, ConsoleFormatterOptions>();
        if (Notices.IsJson(builder.Configuration))
            builder.Logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = Notices.TimeFormat;
            });

        foreach (var category in Indiscreet)
            builder.Logging.AddFilter<ConsoleLoggerProvider>(category, level => level >= LogLevel.Critical);
        // If any level is enabled, the framework creates an activity and a scope per request, a twentieth of the cost of the
        // cheapest requests. Its only events above a warning are failed starts, which throw as well.
        builder.Logging.AddFilter<ConsoleLoggerProvider>(Requests, LogLevel.None);
        builder.Services.PostConfigure<LoggerFilterOptions>(WithoutTrace);
        return builder;
    }

    /// <summary>At the trace level Orleans logs whole calls and answers, so trace is replaced by debug.</summary>
    private static void WithoutTrace(LoggerFilterOptions options)
    {
        for (var i = 0; i < options.Rules.Count; i++)
            if (options.Rules[i] is { LogLevel: LogLevel.Trace } rule)
                options.Rules[i] = new(rule.ProviderName, rule.CategoryName, LogLevel.Debug, rule.Filter);
    }
}
