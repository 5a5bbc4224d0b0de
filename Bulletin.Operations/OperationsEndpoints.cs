using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Operations;

/// <summary>Separates operator endpoints from public ones.</summary>
public static class OperationsEndpoints
{
    /// <summary>The dashboard's page has inline scripts and styles, so the policy does not restrict these.</summary>
    private const string Policy = "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static TBuilder ForOperators<TBuilder>(this TBuilder endpoints, bool withPassword = false) where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(new OperatorsOnly(withPassword)));
        return endpoints;
    }

    /// <summary>Has public endpoints served on the operations port too.</summary>
    public static TBuilder AlsoForOperators<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(new OperatorsToo()));
        return endpoints;
    }

    /// <summary>
    /// Serves operator endpoints only on the operations port, where no others exist but those that are for operators too; on other
    /// ports they don't exist. Runs first, so that no other middleware sees these requests.
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
            if (endpoint?.Metadata.GetMetadata<OperatorsToo>() is not null) return next(context);
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

    private sealed record OperatorsToo;
}
