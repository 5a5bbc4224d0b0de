using System.Globalization;
using System.Reflection;

namespace Bulletin.Api.Http;

/// <summary>The query parameters of an endpoint by name, ignoring case.</summary>
internal sealed record QueryFields(IReadOnlyDictionary<string, ParameterInfo> Taken)
{
    /// <exception cref="ProblemException">With <c>unknown_field</c>, naming each parameter that is none of them.</exception>
    public void RefuseUnknown(IQueryCollection query)
    {
        var unknown = new UnknownNames();
        foreach (var given in query.Keys)
            if (!Taken.ContainsKey(given)) unknown.Add(path: "", given, Taken.Values.Select(parameter => parameter.Name!));
        unknown.ThrowIfAny();
    }

    /// <summary>Ignores parameters that are none of them.</summary>
    /// <exception cref="ProblemException">With <c>validation_failed</c>, naming each parameter that is repeated or is not a number.</exception>
    public void Check(IQueryCollection query)
    {
        var fields = new ValidationErrors();
        foreach (var (given, values) in query)
        {
            if (!Taken.TryGetValue(given, out var parameter)) continue;
            var name = parameter.Name!;
            _ = fields.Require(values.Count == 1, name, "Must be given only once.")
                && fields.Require(Fits(values[0], NumberOf(parameter)), name, "Must be an integer within range.");
        }

        fields.ThrowIfAny();
    }

    /// <summary>The number type of a parameter; null if it takes text.</summary>
    public static Type? NumberOf(ParameterInfo parameter) =>
        (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType) is var type && (type == typeof(int) || type == typeof(long)) ? type : null;

    private static bool Fits(string? text, Type? number) =>
        number is null
        || long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && (number == typeof(long) || value is >= int.MinValue and <= int.MaxValue);
}

/// <summary>Validates queries as strictly as bodies, and says so if the client prefers <see cref="StrictHandling"/>. Errors from model binding alone would not name the field.</summary>
internal static class StrictQueries
{
    /// <summary>Attaches to each endpoint its query parameters, taken from its handler.</summary>
    public static TBuilder WithStrictQueries<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint =>
        {
            if (endpoint is not RouteEndpointBuilder route || route.Metadata.OfType<MethodInfo>().FirstOrDefault() is not { } handler) return;
            var inPath = route.RoutePattern.Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var inQuery = handler.GetParameters()
                .Where(parameter => !inPath.Contains(parameter.Name!) && (parameter.ParameterType == typeof(string) || QueryFields.NumberOf(parameter) is not null))
                .ToDictionary(parameter => parameter.Name!, StringComparer.OrdinalIgnoreCase);
            route.Metadata.Add(new QueryFields(inQuery));
        });
        return endpoints;
    }

    /// <summary>Must run last, just before the endpoints: callers without access must not learn what is wrong with the request.</summary>
    public static IApplicationBuilder UseStrictQueries(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<QueryFields>() is not { } fields) return next(context);
        var isStrict = StrictHandling.IsAskedFor(context.Request);
        if (isStrict) StrictHandling.SayApplied(context.Response);
        if (!context.Request.QueryString.HasValue) return next(context);
        if (isStrict) fields.RefuseUnknown(context.Request.Query);
        fields.Check(context.Request.Query);
        return next(context);
    });
}
