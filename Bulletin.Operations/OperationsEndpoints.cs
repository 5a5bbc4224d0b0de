using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Operations;

/// <summary>Keeps what is for operators apart from what is for everybody.</summary>
public static class OperationsEndpoints
{
    /// <summary>The dashboard's page has its scripts and styles within, so that nothing is said about these.</summary>
    private const string Policy = "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static TBuilder ForOperators<TBuilder>(this TBuilder endpoints, bool withPassword = false) where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(new OperatorsOnly(withPassword)));
        return endpoints;
    }

    /// <summary>
    /// Answers what is for operators on their port, and there nothing else; on any other it is as if it were not there. Goes
    /// first, so that nothing of one is ever asked about the other.
    /// </summary>
    public static void UseOperationsPort(this WebApplication app)
    {
        var port = app.Services.GetRequiredService<OperationsPort>();
        app.Use((context, next) =>
        {
            var endpoint = context.GetEndpoint();
            var who = endpoint?.Metadata.GetMetadata<OperatorsOnly>();
            if (!port.Took(context))
            {
                if (who is not null) context.SetEndpoint(null);
                return next(context);
            }

            context.Response.OnStarting(static state =>
            {
                BrowserHeaders.Set(((HttpResponse)state).Headers, Policy);
                return Task.CompletedTask;
            }, context.Response);
            if (who is null || endpoint!.RequestDelegate is not { } answer)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }
            var refused = who.WithPassword && !context.RequestServices.GetRequiredService<OperatorPassword>().Admits(context);
            return refused ? Task.CompletedTask : answer(context);
        });
    }

    private sealed record OperatorsOnly(bool WithPassword);
}
