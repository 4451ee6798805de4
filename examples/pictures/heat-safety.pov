// Dunes under a low, hazy sun.
#include "studio.inc"
Lens(<0, 3.1, -15>, <0, 3.2, 10>, 46, <0, 3, 0>, 0)
sky_sphere { pigment { gradient y color_map { [0 Hex(255, 226, 170)] [0.08 Hex(255, 206, 140)] [0.22 Hex(250, 168, 110)] [0.5 Hex(226, 122, 92)] [1 Hex(170, 78, 78)] } } }
light_source { <48, 20, 60> color rgb <1.7, 1.2, 0.75> * 1.15 }
light_source { <-40, 30, -40> color rgb <0.42, 0.26, 0.24> shadowless }
// The sun, with a glow of four rings that fade out.
#declare Sun = <22, 17.5, 80>;
sphere { Sun, 5.2 pigment { Hex(255, 250, 224) } finish { emission 1.3 diffuse 0 } no_shadow }
#declare Ring = 1; #while (Ring < 15)
  disc { Sun + z * Ring * 0.1, z, 5.2 + Ring * Ring * 0.14 pigment { rgbt <1, 0.86, 0.6, 0.965> } finish { emission 0.9 diffuse 0 } no_shadow } #declare Ring = Ring + 1; #end
fog { fog_type 2 distance 55 color Hex(255, 206, 150) fog_offset 0 fog_alt 3 }
#declare Ridge = function(u) { 1 - abs(2 * (u - floor(u)) - 1) }
#macro Dune(At, High, Turn, Number, Tint) height_field {
  function 500, 500 { max(0, min(1,
    0.5 * pow(Ridge(x * 1.6 + 0.16 * sin(y * 7 + Number) + 0.05 * f_noise3d(x * 6, y * 6, Number) + Number * 0.31), 1.5)
    + 0.34 * f_noise3d(x * 2.2 + Number, y * 2.2, 1) + 0.1 * Ridge(y * 1.9 + 0.2 * sin(x * 5)))) }
  smooth translate <-0.5, 0, -0.5> rotate y * Turn scale <60, High, 34> translate At
  pigment { Tint } normal { average normal_map { [1 waves 0.16 frequency 24 scale <6, 1, 2.5> turbulence 0.1] [1 granite 0.05 scale 0.15] } } finish { diffuse 0.85 } } #end
Dune(<6, -1.2, 2>, 3.4, 20, 1, Hex(226, 152, 92))
Dune(<-6, -1.2, 24>, 7, -30, 3, Hex(222, 140, 84))
Dune(<14, -1, 46>, 10, 50, 5, Hex(214, 128, 80))
// A cactus, dark against the light.
#macro Arm(From, To, Wide) union { sphere { From, Wide } cylinder { From, To, Wide } sphere { To, Wide } } #end
union { Arm(<0, -1, 0>, <0, 3.4, 0>, 0.34) Arm(<0, 1.2, 0>, <-1.05, 1.3, 0>, 0.24) Arm(<-1.05, 1.3, 0>, <-1.05, 2.5, 0>, 0.24) Arm(<0, 1.7, 0>, <0.95, 1.8, 0>, 0.22) Arm(<0.95, 1.8, 0>, <0.95, 2.7, 0>, 0.22)
  pigment { Hex(66, 92, 66) } normal { gradient x 0.8 scale 0.12 sine_wave } finish { diffuse 0.7 } scale 0.95 translate <-4.3, 1.0, 0.6> }
