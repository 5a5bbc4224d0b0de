namespace Bulletin.Api.Http;

/// <summary>
/// Routing answers a wrong method with 405 and a body that is no JSON with 415. Both come before sign-in: they say nothing
/// that the API reference does not say, and a caller of sign-up or log-in has no token to be asked for.
/// </summary>
public static class RefusedRoutes
{
    public static void UseRefusedRoutes(this WebApplication app) => app.Use((context, next) =>
        context.GetEndpoint() is { DisplayName: { } name, RequestDelegate: { } refuse } && IsRefusal(name) ? refuse(context) : next(context));

    // As routing's own policies name the endpoints they make.
    private static bool IsRefusal(string name) =>
        name.StartsWith("405 ", StringComparison.Ordinal) || name.StartsWith("415 ", StringComparison.Ordinal);
}
