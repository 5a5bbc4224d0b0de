using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace Bulletin.Baselines;

/// <summary>Kestrel with ASP.NET Core's own validation of ES256 tokens, and no further work.</summary>
internal static class Jwt
{
    public static Action<WebApplication> Add(WebApplicationBuilder builder)
    {
        var keys = new JsonWebKeySet(File.ReadAllText(builder.Configuration["Keys"]!));
        builder.Services.AddAuthorization().AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(bearer =>
            bearer.TokenValidationParameters = new() { ValidIssuer = "bulletin", ValidAudience = "bulletin", IssuerSigningKeys = keys.GetSigningKeys() });
        return app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapPost("/messages", async (HttpContext context) =>
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                return Results.StatusCode(StatusCodes.Status201Created);
            }).RequireAuthorization();
        };
    }
}
