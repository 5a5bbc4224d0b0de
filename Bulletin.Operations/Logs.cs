using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Bulletin.Operations;

/// <summary>
/// One line an event, with its time; as JSON if <c>Logging:Console:FormatterName</c> is <c>json</c>. Which events: see
/// <c>Logging:LogLevel</c>.
/// </summary>
public static class Logs
{
    /// <summary>
    /// Below a warning these write what clients sent: requests with their query, where a browser's WebSocket carries its
    /// token, and calls of the hub with the text of a message. No setting turns them on.
    /// </summary>
    private static readonly string[] Indiscreet = [Requests, "Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher"];
    private const string Requests = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public static IHostApplicationBuilder AddBulletinLogging(this IHostApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        // Only to the console: what keeps logs reads them from there.
        builder.Logging.ClearProviders()
            .AddConsole(console => console.FormatterName = ConsoleLineFormatter.FormatName)
            .AddConsoleFormatter<ConsoleLineFormatter, ConsoleFormatterOptions>();
        if (string.Equals(builder.Configuration["Logging:Console:FormatterName"], ConsoleFormatterNames.Json, StringComparison.OrdinalIgnoreCase))
            builder.Logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            });

        foreach (var category in Indiscreet)
            builder.Logging.AddFilter<ConsoleLoggerProvider>(category, level => level >= LogLevel.Critical);
        // As long as anything of it could be shown, the framework begins an activity and a scope for each request, a twentieth of what the
        // quickest cost. What it has to say above a warning is a start that failed, which is thrown, too.
        builder.Logging.AddFilter<ConsoleLoggerProvider>(Requests, LogLevel.None);
        builder.Services.PostConfigure<LoggerFilterOptions>(WithoutTrace);
        return builder;
    }

    /// <summary>At the lowest level Orleans writes out whole calls and answers. Whoever asks for it gets the next.</summary>
    private static void WithoutTrace(LoggerFilterOptions options)
    {
        for (var i = 0; i < options.Rules.Count; i++)
            if (options.Rules[i] is { LogLevel: LogLevel.Trace } rule)
                options.Rules[i] = new(rule.ProviderName, rule.CategoryName, LogLevel.Debug, rule.Filter);
    }
}
